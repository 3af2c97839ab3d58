patterns 1
# Impacts: what it does to services, transport, communications, prices, markets, homes.

set TRANSPORT = airport flight train port bus service_bus railway rail metro subway ferry road border crossing airspace runway highway bridge route tram station traffic airline plane harbour harbor canal lorry truck tunnel border_crossing public_transport transport border_trade terminal
set SERVICES = bank school shop market hospital university factory plant production output power electricity water supply refinery store business office branch restaurant mine pipeline service activity operation court clinic work auction delivery oilfield field college mosque church cinema theatre museum kindergarten company trade firm export harvest pumping institution refining mill pharmacy
set COMMS = internet phone telephone network line twitter facebook youtube whatsapp signal website broadcast connection mobile_internet mobile service_phone telegram communication link telecommunication social_media radio television instagram access line connectivity
set PRICES = price cost fare rent tariff fee inflation wage bread rice fuel petrol gas oil gasoline diesel wheat flour crude aluminium aluminum uranium copper gold grain sugar oil_price food kilo litre liter tonne barrel cooking_oil bill rate
set MARKETS = share stock index currency rupee rouble ruble dollar lira peso pound won euro yen yuan rand bond exchange market stock_market tenge baht rial dinar naira real stocks kwacha hryvnia leu krona shilling stock_exchange bourse yield equity future kospi nikkei dow nasdaq ftse dax hang_seng
set PEOPLE_MOVING = refugee migrant people civilian villager resident family thousand hundred million dozen person @num inhabitant gambian citizen foreigner national population

close shut halt suspend cancel cease stop paralyse paralyze shutter disrupt ground strand /V obj($TRANSPORT):object => impact transport stopped
cancel suspend divert ground halt stop cease /V subj(airline airport company operator carrier) obj(flight service train route):object => impact transport stopped
suspend cease halt stop /V subj($TRANSPORT):object obj(operation service flight work activity) => impact transport stopped
close shut halt stop /V subj($TRANSPORT):object => impact transport stopped
closure cancellation suspension shutdown disruption /N of($TRANSPORT):object => impact transport stopped
delay slow /V obj($TRANSPORT):object => impact transport down
delay disruption /N to|of|in($TRANSPORT):object => impact transport down
resume reopen restart restore /V obj($TRANSPORT):object => impact transport resumed
resume reopen restart /V subj($TRANSPORT):object => impact transport resumed
resumption reopening /N of($TRANSPORT):object => impact transport resumed

close shut suspend halt shutter cancel cease stop idle paralyse paralyze interrupt cripple /V obj($SERVICES):object => impact service_disruption stopped
suspend cease halt stop /V subj($SERVICES):object obj(operation service activity production work business delivery trading) => impact service_disruption stopped
close shut halt stop /V subj($SERVICES):object => impact service_disruption stopped
closed shut unavailable /A subj($SERVICES):object => impact service_disruption stopped
closed shut impassable unusable /A subj($TRANSPORT):object => impact transport stopped
cut knock /V prt(off out) obj(power electricity water gas supply):object => impact service_disruption stopped
cut /V obj(power electricity water output production supply):object => impact service_disruption down
reduce curtail disrupt slow limit ration slash lower /V obj(power electricity water output production supply service):object => impact service_disruption down
cutback drop fall decline /N in(output production supply):object => impact service_disruption down
fall drop decline shrink plunge /V subj(output production supply):object => impact service_disruption down
outage blackout shortage /N mod(power electricity water fuel food bread gas medicine) of:object => impact service_disruption down
power_cut /N of:object => impact service_disruption down
blackout shortage /N of(power water fuel food bread gas medicine electricity petrol flour):object => impact service_disruption down
resume reopen restart restore /V obj($SERVICES):object => impact service_disruption resumed
resume reopen restart recover /V subj($SERVICES):object => impact service_disruption resumed
run /V comp(dry short low) subj(food water flour fuel petrol bread station pump tap well reservoir gas medicine oxygen grain hospital):object => impact service_disruption down
run /V prt(out) of(food water medicine fuel bread gas petrol flour oxygen):object subj => impact service_disruption down

cut shut block jam disconnect sever disrupt disable suspend restrict throttle switch turn unplug /V obj($COMMS):object => impact communications stopped
fail collapse /V subj($COMMS):object => impact communications stopped
go /V subj($COMMS):object adv(down dead offline) => impact communications stopped
unreachable inaccessible unavailable down offline dead /A subj($COMMS):object => impact communications stopped
leave knock /V obj($COMMS):object adv(offline dead) => impact communications stopped
blackout shutdown outage disruption cut-off /N mod(internet phone communications network mobile) of:object => impact communications stopped
shutdown blackout /N of($COMMS):object => impact communications stopped
restore reconnect resume unblock reopen /V obj($COMMS):object => impact communications resumed
recover return resume /V subj($COMMS):object => impact communications resumed

rise increase soar jump climb surge double triple quadruple spike rocket skyrocket spiral treble leap mount /V subj($PRICES):object => impact price up
double triple raise increase hike treble quadruple lift push drive inflate boost /V obj($PRICES):object => impact price up
send /V obj($PRICES):object comp(soar rise surge climb higher) => impact price up
rise increase jump surge hike spike climb /N in|of($PRICES):object => impact price up
rise increase jump surge hike spike /N mod(price fuel_price cost fare fuel petrol food) => impact price up
rising soaring surging spiralling spiraling skyrocketing rise soar surge spiral skyrocket climb /A head($PRICES):object => impact price up
falling plunging tumbling slumping sinking fall plunge tumble slump sink drop /A head($PRICES):object => impact price down
falling plunging tumbling slumping sinking fall plunge tumble slump sink slide /A head($MARKETS):object => impact market down
touch hit reach /V subj($PRICES):object obj(high record peak) => impact price up
cost fetch sell /V subj($GOODS):object adv(twice double now) => impact price up
fall drop decline plunge tumble slump sink ease /V subj($PRICES):object => impact price down
cut reduce lower slash /V obj(price fare tariff fee):object => impact price down
fall drop decline slump /N in($PRICES):object => impact price down

fall drop decline plunge tumble slump slide sink slip dive weaken lose crash collapse retreat depreciate nosedive plummet shed /V subj($MARKETS):object => impact market down
close end finish trade open /V subj($MARKETS):object prt(down low lower) => impact market down
close end finish trade open /V subj($MARKETS):object comp(low) => impact market down
close end finish trade /V subj($MARKETS):object at(low) => impact market down
hit touch reach /V subj($MARKETS):object obj(low) => impact market down
fall drop decline plunge slump slide sell-off tumble crash collapse /N in|of($MARKETS):object => impact market down
hit touch reach /V subj($MARKETS):object obj(high peak) => impact market up
send /V obj($MARKETS):object comp(tumble plunge fall lower) => impact market down
rise gain climb jump surge rally soar strengthen recover rebound advance firm appreciate edge /V subj($MARKETS):object => impact market up
close end finish trade open /V subj($MARKETS):object prt(up high higher) => impact market up
close end finish trade open /V subj($MARKETS):object comp(high) => impact market up
rally rise gain rebound surge /N in|of($MARKETS):object => impact market up
suspend halt /V obj(trading trade):object => impact market stopped

flee escape leave cross pour flood stream evacuate /V subj(refugee migrant):object => impact displacement up
flee /V subj($PEOPLE_MOVING):object => impact displacement up
leave abandon evacuate /V subj($PEOPLE_MOVING):object obj(home house village) => impact displacement up
displace uproot evacuate drive /V obj($PEOPLE_MOVING):object => impact displacement up
drive force chase /V obj($PEOPLE_MOVING):object from|out(home house village town) => impact displacement up
cross /V subj($PEOPLE_MOVING):object obj(border) => impact displacement up
cross stream pour flood spill /V subj($PEOPLE_MOVING):object into|over|across(@place border) => impact displacement up
exodus displacement influx flight outflow /N of($PEOPLE_MOVING):object => impact displacement up
exodus influx mass_exodus /N => impact displacement up
homeless /A subj($PEOPLE_MOVING):object => impact displacement up
return /V subj(refugee evacuee):object to => impact displacement down
return /V subj($PEOPLE_MOVING):object to(home house village) => impact displacement down
