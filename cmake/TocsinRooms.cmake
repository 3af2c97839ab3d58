# toc_room(NAME [DEPS room…] [LIBS target…] SOURCES file…)
#
# Every folder of src/ is a small library, testable alone.  Its CMakeLists.txt is
# one call of toc_room; the DEPS line is what `check-deps` compares with the
# folder's #includes.  LIBS are packages from outside.
define_property(GLOBAL PROPERTY TOC_ROOMS BRIEF_DOCS "rooms" FULL_DOCS "all rooms of the library")

function(toc_room name)
  cmake_parse_arguments(R "" "" "DEPS;LIBS;SOURCES" ${ARGN})
  add_library(toc_${name} STATIC ${R_SOURCES})
  target_link_libraries(toc_${name} PUBLIC toc_flags ${R_LIBS})
  target_include_directories(toc_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  foreach(dep IN LISTS R_DEPS)
    target_link_libraries(toc_${name} PUBLIC toc_${dep})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY TOC_ROOMS ${name})
endfunction()

# toc_embed(ROOM FILE NAME.inc): the file's bytes, for `#include "NAME.inc"` in an initialiser.
function(toc_embed room file name)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name})
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DIN=${file} -DOUT=${out} -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "embedding ${name}")
  target_sources(toc_${room} PRIVATE ${out})
  target_include_directories(toc_${room} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# toc_test(NAME SOURCES file… [DEPS room…]): a cmocka program, run by ctest in the
# source tree, so that it finds data/ and tests/.
function(toc_test name)
  cmake_parse_arguments(T "" "" "DEPS;SOURCES;LIBS" ${ARGN})
  add_executable(test_${name} ${T_SOURCES})
  target_link_libraries(test_${name} PRIVATE toc_flags PkgConfig::CMOCKA ${T_LIBS})
  foreach(dep IN LISTS T_DEPS)
    target_link_libraries(test_${name} PRIVATE toc_${dep})
  endforeach()
  target_compile_definitions(test_${name} PRIVATE TOC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()

# toc_fuzz(NAME SOURCES fuzz_NAME.c DEPS room…): a reader of outside bytes.  With TOC_FUZZ=ON
# (clang) a libFuzzer target; otherwise a program that replays corpus/NAME/ (seeds and inputs
# that once crashed), run by ctest.
function(toc_fuzz name)
  cmake_parse_arguments(F "" "" "DEPS;SOURCES;LIBS" ${ARGN})
  if(TOC_FUZZ)
    set(target fuzz_${name})
    add_executable(${target} ${F_SOURCES})
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  else()
    set(target replay_${name})
    add_executable(${target} ${F_SOURCES} ${CMAKE_CURRENT_SOURCE_DIR}/replay.c)
    add_test(NAME replay-${name} COMMAND ${target} ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
  target_link_libraries(${target} PRIVATE toc_flags ${F_LIBS})
  foreach(dep IN LISTS F_DEPS)
    target_link_libraries(${target} PRIVATE toc_${dep})
  endforeach()
  target_compile_definitions(${target} PRIVATE TOC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endfunction()
