# cmake -DIN=FILE -DOUT=FILE -P embed.cmake: the bytes of a file as a C initialiser.
file(READ ${IN} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE ${OUT} "${bytes}\n")
