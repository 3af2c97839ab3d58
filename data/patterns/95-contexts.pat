patterns 1
# Words that bring a PLOVER context: in the sentence, or (report) in the headline.

context military = army soldier troop military navy warplane airstrike battalion brigade tank artillery general frontline front offensive warship jet marine missile
context intelligence = intelligence spy espionage cia fsb mossad isi spying
context executive = president premier cabinet minister presidency chancellor presidential
context legislative = parliament parliamentary lawmaker senate senator congress legislator legislature mp assembly bill
context election = election electoral vote voter ballot poll referendum candidate turnout polling re-election runoff
context political_institutions = constitution constitutional coup junta regime putsch
context pro_democracy = democracy pro-democracy democratic
context economic = economy economic trade tariff subsidy price tax wage currency inflation debt imf budget export import austerity economist bank market fuel
context legal = court judge trial lawyer prosecutor verdict sentence lawsuit tribunal indictment charge convict extradition attorney
context human_rights = torture genocide atrocity
context rights_freedoms = press journalist censorship freedom curfew blogger
context repression = crackdown repression teargas
context human_security = food water electricity shelter famine hunger humanitarian starvation housing
context gender = feminist femicide gender abortion
context lgbt = gay lesbian lgbt homosexual transgender homosexuality
context religion_ethnicity = mosque church muslim christian hindu jewish buddhist sectarian ethnic tribe sunni shiite shia priest imam indigenous cleric religious temple synagogue
context diplomatic = ambassador embassy diplomat diplomatic envoy foreign summit consulate treaty
context territory = annexation annex sovereignty territorial disputed secession separatist border
context peacekeeping = peacekeeper peacekeeping
context health = hospital vaccine virus disease epidemic pandemic covid-19 coronavirus ebola cholera doctor medical
context asylum = asylum refugee
context migration = migrant migration immigrant immigration deportation
context disasters = earthquake flood hurricane cyclone tsunami typhoon drought
context natural_resource = oil gas mine mining uranium oilfield pipeline bauxite diamond
context environment = climate environmental pollution deforestation emission
context technology = satellite technology software
context terrorism = terrorist terrorism jihadist suicide extremist al-qaeda qaeda
context cbrn = nuclear chemical uranium nerve sarin radiation biological
context cyber = cyber hacker hack malware cyberattack
context misinformation = disinformation misinformation propaganda
context crime = gang criminal murder robbery cartel mafia looting
context corruption = corruption bribery bribe graft embezzlement corrupt
context illegal_drugs = drug cocaine heroin narcotic opium
context trafficking = smuggling trafficking smuggler trafficker
