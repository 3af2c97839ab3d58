patterns 1
# SANCTION: punishes, expels, pulls out, cuts off.

sanction embargo blacklist penalize penalise ostracize /V @VT => SANCTION/discontinue 163 economic
sanction embargo /N @BY on|against|of:recipient => SANCTION/discontinue 163 economic
sanction /N head(lift ease remove relax waive suspend end drop) => none
tariff duty levy quota measure /N head($IMPOSE_V hit retaliate raise target) @BY on|against:recipient => SANCTION/discontinue 163 economic
tariff /N on|against+:recipient @BY => SANCTION/discontinue 163 economic
slap impose /V subj:actor obj(tariff duty sanction embargo penalty measure) on|against:recipient => SANCTION/discontinue 163 economic
raise increase double hike /V subj:actor obj(tariff duty) on:recipient => SANCTION/discontinue 163 economic
embargo boycott /N mod(oil arms trade economic) @BY on|against|of:recipient => SANCTION/discontinue 163 economic
isolation /N mod(diplomatic international) of:recipient => SANCTION 160 diplomatic doubt
isolate /V subj:actor obj(@actor):recipient => SANCTION 160 diplomatic
suspend halt freeze cut stop reduce slash withhold end discontinue terminate block curtail axe scale /V subj:actor obj(aid assistance fund funding loan money grant support subsidy help supply delivery shipment payment) to|for:recipient => SANCTION/discontinue 162
cut /V prt(off) subj:actor obj(aid assistance funding fund support tie relation supply contact) to|with|from:recipient => SANCTION/discontinue 162
suspend halt freeze ban stop end block bar restrict cut curb discontinue /V subj:actor obj(trade export import flight sale shipment link cooperation business visa exchange) to|with|from|of:recipient => SANCTION/discontinue 163 economic
suspension freeze cutoff cut-off halt reduction cut /N of|in|to(aid assistance funding cooperation trade export flight) @BY => SANCTION/discontinue 162
cut reduction /N mod(aid funding) @BY to|in:recipient => SANCTION/discontinue 162
break sever cut /V prt(off) subj:actor obj(relation tie diplomatic_relation link contact) with|to:recipient => SANCTION/withdraw 161 diplomatic
break sever cut suspend downgrade rupture end freeze /V subj:actor obj(relation tie diplomatic_relation link contact) with|to:recipient => SANCTION/withdraw 161 diplomatic
severing rupture break severance /N of|in(relation tie) @BY with:recipient => SANCTION/withdraw 161 diplomatic
recall withdraw pull /V subj:actor obj(ambassador envoy diplomat) from:recipient => SANCTION/withdraw 161 diplomatic
recall /N of(ambassador envoy) @BY => SANCTION/withdraw 161 diplomatic
recall /V obj(product car vehicle model toy day memory) => none
close shut /V subj:actor obj(embassy consulate mission):recipient in:recipient => SANCTION/withdraw 161 diplomatic
withdraw pull quit exit leave /V prt?(out) subj:actor from|out(agreement treaty accord pact deal bloc union organization organisation convention court coalition talk alliance negotiation process council):recipient => SANCTION/withdraw 161
quit leave exit abandon renounce /V subj:actor obj(agreement treaty accord pact deal bloc union organization organisation convention court coalition alliance eu nato):recipient => SANCTION/withdraw 161
scrap tear cancel terminate repudiate abrogate renounce denounce rescind void annul /V subj:actor obj($ACCORD contract project sale):recipient with:recipient => SANCTION/withdraw 161
tear /V prt(up) subj:actor obj($ACCORD) => SANCTION/withdraw 161
withdrawal exit pullout /N from(agreement treaty accord pact deal bloc union organization convention coalition talk) @BY => SANCTION/withdraw 161
halt suspend break end abandon freeze quit pull /V prt?(off out) subj:actor obj($TALKS mediation process) with:recipient => SANCTION/withdraw 164 diplomatic
halt suspend break end abandon freeze quit /V subj:actor obj(talk negotiation dialogue mediation peace_process) with:recipient => SANCTION/withdraw 164 diplomatic
pull walk /V prt(out away) of|from($TALKS) subj:actor => SANCTION/withdraw 164 diplomatic
suspension breakdown collapse /N of|in($TALKS) between:actors => SANCTION/withdraw 164 diplomatic

# -- courts
convict sentence /V @VT => SANCTION/convict 116 legal
find /V subj:actor obj:recipient comp(guilty liable) => SANCTION/convict 116 legal
guilty /A head(find) subj:recipient => none
sentence condemn /V subj(court judge tribunal jury):actor obj:recipient to:recipient => SANCTION/convict 116 legal
sentence /V subj:actor obj:recipient to(death) => SANCTION/convict 116 legal
rule order uphold overturn quash annul /V subj(court judge tribunal jury):actor against|in|on:recipient => SANCTION/convict 116 legal
rule /V subj(court judge tribunal) comp+ => SANCTION/convict 116 legal
rule /V prt(out) => none
overturn quash annul void strike /V subj(court judge tribunal):actor obj(election law result conviction verdict vote decree ban):recipient prt => SANCTION/convict 116 legal
conviction /N of:recipient poss:recipient by:actor for => SANCTION/convict 116 legal
conviction /N mod(strong religious deep) => none
verdict ruling judgment judgement /N by|of:actor poss:actor against|on|in:recipient => SANCTION/convict 116 legal
sentence /N on|against|for|of:recipient mod(death) @BY => SANCTION/convict 116 legal
death_sentence /N on|against|for|of:recipient poss:recipient @BY => SANCTION/convict 116 legal
fine /V subj(court judge tribunal):actor obj:recipient => SANCTION/convict 116 legal
extend /V obj(sentence) => none

# -- out of office, bloc, country
dismiss sack fire remove oust suspend expel purge axe impeach /V subj:actor obj($POSTS):recipient as|from:recipient => SANCTION/expel 166
dismiss sack purge unseat depose axe /V subj:actor obj($PEOPLE minister):recipient => SANCTION/expel 166
dismiss /V subj:actor obj(charge allegation accusation claim report suggestion criticism case lawsuit complaint call idea appeal concern demand talk offer fear rumour rumor proposal warning threat notion plan) as:recipient => REJECT 120
suspend expel eject exclude /V subj($BLOCS):actor obj(@actor @place):recipient from:recipient => SANCTION/expel 166 diplomatic
suspend /V subj:actor obj($POSTS):recipient => SANCTION/expel 166
dismissal sacking ouster firing purge impeachment removal /N of:recipient poss:recipient subj:actor => SANCTION/expel 166
removal /N of(barrier mine rubble debris sanction subsidy restriction) => none
suspension expulsion /N of(@actor):recipient poss:recipient from:recipient subj:actor => SANCTION/expel 166
oust remove /V subj:actor obj:recipient from|as(power office post presidency leader) => SANCTION/expel 166 political_institutions
vote /V prt(out) obj:recipient subj:actor => SANCTION/expel 166
impeach /V @VT => SANCTION/expel 166 political_institutions
order tell ask give /V subj:actor obj(diplomat ambassador envoy attaché mission):recipient comp(leave) => SANCTION/expel 166 diplomatic
order /V prt(out) subj:actor obj:recipient => SANCTION/expel 166
send /V subj:actor obj(diplomat ambassador envoy):recipient prt(home) => SANCTION/expel 166 diplomatic
declare /V subj:actor obj:recipient comp(persona non grata) => SANCTION/expel 166 diplomatic
expel /V subj:actor obj(inspector observer agency worker staff ngo group peacekeeper monitor):recipient => SANCTION/expel 1662
flee /V subj($CIVILIANS $PROTESTERS family):recipient from:actor obj => SANCTION/expel 166 migration doubt
strip /V subj:actor obj:recipient of(title post rank office immunity seat power) => SANCTION/expel 166
disbar blackball /V @VT => SANCTION/expel 166
retaliate /V subj:actor against|with:recipient => SANCTION 160 doubt
reduce downgrade /V subj:actor obj(tie relation contact presence staff mission) with|in:recipient => SANCTION/withdraw 161 diplomatic
