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

# toc_test(NAME SOURCES file… [DEPS room…]): a cmocka program, run by ctest in the
# source tree, so that it finds data/ and tests/.
function(toc_test name)
  cmake_parse_arguments(T "" "" "DEPS;SOURCES;LIBS" ${ARGN})
  if(NOT CMOCKA_FOUND)
    return()
  endif()
  add_executable(test_${name} ${T_SOURCES})
  target_link_libraries(test_${name} PRIVATE toc_flags PkgConfig::CMOCKA ${T_LIBS})
  foreach(dep IN LISTS T_DEPS)
    target_link_libraries(test_${name} PRIVATE toc_${dep})
  endforeach()
  target_compile_definitions(test_${name} PRIVATE TOC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()

# toc_fuzz(NAME SOURCES file… DEPS room…): a libFuzzer target (clang, TOC_FUZZ=ON).
function(toc_fuzz name)
  cmake_parse_arguments(F "" "" "DEPS;SOURCES;LIBS" ${ARGN})
  add_executable(fuzz_${name} ${F_SOURCES})
  target_link_libraries(fuzz_${name} PRIVATE toc_flags ${F_LIBS})
  foreach(dep IN LISTS F_DEPS)
    target_link_libraries(fuzz_${name} PRIVATE toc_${dep})
  endforeach()
  target_compile_definitions(fuzz_${name} PRIVATE TOC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
endfunction()
