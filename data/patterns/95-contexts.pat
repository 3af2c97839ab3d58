patterns 1
# Words that bring a PLOVER context to the events of their sentence; "report": to those of the
# whole report, when they stand in its headline or in two sentences.

context military = army soldier troop military navy warplane airstrike battalion brigade tank artillery frontline warship jet marine missile militant rebel insurgent guerrilla ceasefire truce mine
context intelligence = intelligence spy espionage cia fsb mossad isi spying
context executive = president premier cabinet presidency chancellor presidential
context legislative = parliament parliamentary lawmaker senate senator congress legislator legislature mp
context election = election electoral vote voter ballot poll referendum candidate turnout polling re-election runoff
context political_institutions = constitution constitutional putsch
context pro_democracy = democracy pro-democracy
context pro_autocracy = junta coup putsch overthrow topple
context economic = economy economic trade tariff subsidy price tax wage currency inflation debt imf budget austerity economist bank diesel fuel
context legal = court judge trial lawyer prosecutor verdict lawsuit tribunal indictment extradition attorney
context human_rights = torture genocide atrocity
context rights_freedoms = press journalist censorship freedom curfew blogger newsroom detainee protester demonstration
context repression = crackdown repression teargas baton demonstrator
context human_security = food water electricity famine hunger humanitarian starvation housing rice bread
context gender = feminist femicide gender abortion
context lgbt = gay lesbian lgbt homosexual transgender homosexuality
context religion_ethnicity = mosque church muslim christian hindu jewish buddhist sectarian ethnic tribe sunni shiite shia priest imam indigenous cleric religious temple synagogue
context diplomatic = ambassador embassy diplomat diplomatic envoy foreign summit consulate treaty
context territory = annexation annex sovereignty territorial disputed secession frontier
context peacekeeping = peacekeeper peacekeeping
context health = vaccine virus disease epidemic pandemic covid-19 coronavirus ebola cholera
context asylum = asylum
context migration = migrant migration immigrant immigration deportation refugee
context disasters = earthquake flood hurricane cyclone tsunami typhoon drought
context natural_resource = uranium oilfield pipeline diamond mining
context environment = climate environmental pollution deforestation emission
context technology = satellite
context terrorism = terrorist terrorism jihadist suicide extremist al-qaeda qaeda bomber
context cbrn = nuclear chemical uranium nerve sarin radiation biological
context cyber = cyber hacker hack malware cyberattack
context misinformation = disinformation misinformation propaganda
context crime = gang robbery cartel mafia looting
context corruption = corruption bribery bribe graft embezzlement corrupt
context illegal_drugs = drug cocaine heroin narcotic opium
context trafficking = smuggling trafficking smuggler trafficker

context terrorism report = terrorist terrorism jihadist suicide extremist al-qaeda qaeda bomber bombing hostage captor islamist
context election report = election electoral ballot voter vote referendum
context religion_ethnicity report = sectarian ethnic muslim christian hindu buddhist jewish sunni shiite tribal tribe mosque church indigenous
context cyber report = cyber hacker hack malware
context repression report = crackdown repression
context economic report = subsidy price currency inflation
