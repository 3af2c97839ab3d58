# One line a target, in alphabetical order.
toc_fuzz(conllu SOURCES fuzz_conllu.c DEPS core doc conllu)
toc_fuzz(html SOURCES fuzz_html.c DEPS core doc html)
toc_fuzz(nn SOURCES fuzz_nn.c DEPS core nn)
