patterns 1
# AID: gives money, goods, protection, asylum, rescue.  COOPERATE: works together in fact.

provide give /V subj:actor obj(aid assistance help support) to|for:recipient iobj:recipient => AID 070
give send provide supply deliver donate ship distribute fly airlift dispatch contribute rush truck allocate airdrop hand drop /V prt?(out) subj:actor obj($RELIEF) to|for|into|in|with:recipient iobj:recipient obj:recipient => AID 073 human_security
give send provide donate grant lend disburse release contribute award transfer inject loan /V subj:actor obj($MONEY) to|for|in|into:recipient iobj:recipient obj:recipient => AID 071 economic
give send provide supply deliver ship sell transfer donate /V subj:actor obj(weapon arm ammunition missile tank jet helicopter munition drone artillery rifle equipment) to:recipient iobj:recipient obj:recipient => AID 072 military
provide supply equip furnish /V subj:actor obj:recipient with($RELIEF $MONEY) => AID 070
provide supply equip arm furnish /V subj(@human @place):actor obj:recipient with(weapon arm ammunition missile tank intelligence) => AID 072 military
provide give /V obj(information detail data evidence update comment opportunity boost insight explanation) => none
give /V obj(birth way speech interview statement reason) => none
donate /V @VI to:recipient obj => AID 070
aid assist help succour /V subj:actor obj($HUMAN @place):recipient with => AID 070
help /V subj:actor obj:recipient comp(fight defeat rebuild recover defend train evacuate escape flee rescue) => AID 070
help /V subj($THREAT_THINGS policy law reform) => none
help /V comp+ => none
bail /V prt(out) subj(pilot crew airman skydiver) => none
bail /V prt(out) subj:actor obj:recipient => AID 071 economic
bailout rescue_package aid_package /N @BY for|of|to:recipient => AID 071 economic
aid assistance relief /N mod(humanitarian food emergency military economic financial) @BY to|for:recipient => AID 070 party
aid /N head(cut suspend halt freeze stop) => none
aid /N mod(hearing legal first visual student marital teaching) => none
shipment delivery airlift /N of($RELIEF) @BY to:recipient => AID 073 human_security
convoy /N mod(aid relief humanitarian food) @BY head(reach enter arrive leave cross carry roll deliver) to|in|into:recipient => AID 073 human_security
give /V subj:actor obj(land) to|for:recipient => AID 070
carry take bring /V subj:actor obj($RELIEF) to|into+:recipient => AID 073 human_security
reach enter arrive roll /V subj(convoy aid relief supply truck shipment food medicine lorry delivery) obj:recipient in|into:recipient => AID 073 human_security doubt
feed shelter house clothe vaccinate treat /V obj(dog cat horse chicken cow goat sheep animal bird cattle pet livestock) => none
feed shelter house clothe vaccinate treat /V subj($AID_GIVERS):actor obj:recipient => AID 073 human_security
evacuate airlift rescue save /V subj:actor obj($PEOPLE):recipient from|to => AID 074 human_security
rescue airlift /N of:recipient subj:actor by:actor => AID 074 human_security
save rescue /V obj(life deal talk economy job money time euro day game point) => none
protect escort shield guard safeguard /V subj($SOLDIERS $POLICE peacekeeper warship @actor):actor obj($CIVILIANS convoy refugee minority ship tanker camp hospital school village town enclave):recipient => AID 074
grant give offer /V subj:actor obj(asylum refuge sanctuary citizenship refugee_status safe_haven) to:recipient iobj:recipient obj:recipient => AID 075 asylum
harbour harbor /V obj(doubt grudge hope ambition resentment suspicion fear illusion) => none
harbour harbor shelter /V subj($OFFICIALS @actor):actor obj($PEOPLE):recipient => AID 075 doubt
accept admit take resettle /V prt?(in) subj($OFFICIALS @actor):actor obj(refugee migrant asylum_seeker evacuee):recipient => AID 075 asylum
raise collect /V subj:actor obj($MONEY) for:recipient => AID 071 economic
serve participate /V subj($SOLDIERS contingent):actor in:recipient => AID 074 peacekeeping doubt
fund finance sponsor underwrite /V obj(team match race tournament show concert film movie house car holiday purchase) => none
fund finance subsidize subsidise bankroll underwrite sponsor /V @VT => AID 071 economic
forgive cancel write reschedule /V prt?(off) subj:actor obj(debt loan) of:recipient => AID 071 economic
train advise equip /V subj($SOLDIERS $OFFICIALS $REBELS @actor):actor obj($SOLDIERS $REBELS $POLICE pilot cadet force ranger):recipient => AID 072 military
rebuild reconstruct repair /V subj($OFFICIALS @actor $SOLDIERS):actor obj(school house hospital road village bridge power infrastructure) in|for:recipient => AID 070 doubt
arrive land /V subj(peacekeeper peacekeeping_troop blue_helmet):actor in:recipient => AID 074 peacekeeping
keep maintain enforce monitor /V subj(peacekeeper monitor observer mission force):actor obj(peace truce ceasefire) => AID 074 peacekeeping
peacekeeping /N @BY in:recipient => AID 074 peacekeeping doubt
treat /V subj(hospital doctor medic clinic):actor obj(wounded casualty victim injured patient):recipient => AID 073 health
relieve alleviate /V subj:actor obj(suffering famine hunger) of:recipient => AID 073 human_security

# -- COOPERATE
share give provide hand /V subj:actor obj(evidence account_information information intelligence data file) to|with:recipient => COOPERATE 064 intelligence
cooperate collaborate partner team coordinate /V prt?(up) subj:actors with:actors on|in|against => COOPERATE 060
cooperate /V with(investigation probe inquiry investigator police) subj:actor => COOPERATE 063 legal
cooperation collaboration coordination partnership /N between:actors with:actors subj:actors poss:actors => COOPERATE 060 party
cooperation collaboration /N mod(military security defence defense) between:actors with:actors subj:actors => COOPERATE 062 military
cooperation /N mod(economic trade energy) between:actors with:actors subj:actors => COOPERATE 061 economic
cooperation /N head(refuse suspend halt end lack reject demand seek) => none
exchange /V subj:actor obj(intelligence information data evidence file) with:recipient => COOPERATE 064 intelligence
sharing exchange /N of(intelligence information) between:actors with:actors subj:actors => COOPERATE 064 intelligence
trade /V obj(insult blow barb jab place accusation) => none
trade /V subj:actors with+:actors => COOPERATE 061 economic
export sell supply ship /V subj($OFFICIALS @actor):actor obj(oil gas grain wheat coal goods fuel electricity gas rice uranium) to:recipient => COOPERATE 061 economic
import buy purchase /V subj($OFFICIALS @actor):actor obj(oil gas grain wheat coal weapon electricity missile jet fuel aircraft) from:recipient => COOPERATE 061 economic
invest /V subj($OFFICIALS @actor company):actor in+:recipient obj!(time effort energy hope faith) => COOPERATE 061 economic
conduct hold stage carry begin start /V subj:actors obj(joint_exercise joint_patrol joint_operation joint_drill) with:actors => COOPERATE 062 military
train drill exercise /V subj($SOLDIERS):actors with|alongside:actors => COOPERATE 062 military
reconnect restore resume /V between+:actors obj(line trade flight service hotline train cooperation) => COOPERATE 060
reconnect restore resume /V subj(@actor):actors obj(line link trade flight service hotline train cooperation) with:actors between:actors => COOPERATE 060
launch build develop run construct /V subj:actors obj(joint_venture pipeline railway) with+:actors => COOPERATE 061 economic
join unite ally /V obj(force hand) subj:actors with:actors => COOPERATE 060
extradition repatriation /N head(approve grant order) of:recipient to:recipient subj:actor => COOPERATE 063 legal
host shelter house /V subj($OFFICIALS @actor @place):actor obj(refugee migrant asylum_seeker evacuee exile):recipient => AID 075 asylum

# -- what the receiver gets, the giver gives
receive get obtain /V subj:recipient obj($RELIEF weapon arm ammunition loan grant fund aid assistance) from:actor => AID 070
receive get obtain /V subj:recipient obj(assurance guarantee promise pledge) from:actor => AGREE 030
