/* The library is made of the rooms; CMake wants a source. */
typedef int toc__empty;
