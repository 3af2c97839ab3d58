# One line a target, in alphabetical order.
toc_fuzz(conllu SOURCES fuzz_conllu.c DEPS core doc conllu)
toc_fuzz(html SOURCES fuzz_html.c DEPS core doc html)
toc_fuzz(jsonl SOURCES fuzz_jsonl.c DEPS core doc text)
toc_fuzz(text SOURCES fuzz_text.c DEPS core doc text)
toc_fuzz(token SOURCES fuzz_token.c DEPS core doc token)
toc_fuzz(patterns SOURCES fuzz_patterns.c DEPS core doc conllu event)
toc_fuzz(nn SOURCES fuzz_nn.c DEPS core nn)
toc_fuzz(gazetteer SOURCES fuzz_gazetteer.c DEPS core place)
