patterns 1
# Word sets and frames that the pattern files share.  Words are lemmas in lower case,
# "tear_gas" is two words of which the last is the head.  Sets that the matcher itself asks
# for are marked (matcher).

# -- grammar (matcher)
set PREP = about above across after against ahead along alongside amid among around as at away because before behind below beneath beside between beyond by close concerning despite down due during following for from in inside into like near of off on onto opposite out outside over past per regarding since than through throughout to together toward towards under until up upon via while with within without
set PARTICLE = off up down out over back away
set LOCATIVE = at in inside near on outside around across from along throughout over within off between into through onto above beyond behind beside to toward towards
# "the Iraq border", "Aleppo province": parts of the earth; a land or town before one of these may
# be where it happens, before another noun ("U.S. forces") it is whose they are.
set SITE = border frontier coast coastline shore capital city town village hamlet suburb outskirts countryside district province region governorate state county area zone territory soil enclave exclave quarter neighbourhood neighborhood camp street road highway square valley mountain hill desert plain peninsula island gulf strait sea lake river airport port harbour harbor station checkpoint crossing front frontline sector side part north south east west centre center corner interior heartland stronghold bastion market hospital school hotel church mosque prison university base
set MODAL_FUTURE = will would shall wo
set MODAL = will would shall should can could may might must
set QUANT = contingent batch team shipload truckload dozen hundred thousand million score ten number group crowd couple handful pair majority minority half third quarter most many several some all few both each none one lot part percent total scores dozens hundreds thousands wave series spate string rest mob band bunch column two three
set CROWD = protester protestor demonstrator marcher striker rioter mob crowd looter activist student worker mourner unionist trucker farmer miner supporter picketer villager
set MUTUAL = clash fighting battle skirmish exchange scuffle firefight gunfight gunbattle shootout war conflict hostility confrontation violence unrest combat warfare melee crossfire gunfire bloodshed
set HOPE = hope consider optimism pessimism possibility prospect wish speculation likelihood feasibility contemplate mull ponder weigh doubt chance
set SAY = say report announce add tell claim note explain write
set PLANNER = plan schedule slate due expect prepare arrange set
# "two were killed and five people arrested": the auxiliary is told once
set DONE_TO = arrest detain kill wound injure hurt jail imprison abduct kidnap capture displace evict deport execute sentence convict suspend dismiss expel release rescue evacuate hospitalise hospitalize torture rape displace execute behead
# "called on him to go": he goes
set APPEAL = appeal call plead
set PROMISE = promise vow threaten pledge swear guarantee
# "impose a curfew", "hold talks": the noun says what is done, the verb lends its subject.
set LIGHT = impose hold stage launch conduct make give take have do commit perpetrate wage mount organize organise carry order declare announce issue open sign reach conclude broker host convene attend join lead call begin start resume continue undertake execute plan deliver inflict unleash effect introduce enforce maintain extend file lodge bring press level voice express offer extend send pay enter attempt prepare intensify escalate step strike ink seal finalize finalise negotiate agree grant provide renew repeat reiterate set place put slap decree proclaim approve adopt seek foil claim pursue direct blame orchestrate mastermind coordinate sponsor finish end complete observe honour honor implement
# "face charges", "suffer an attack": the subject is the one it is done to.
set UNDERGO = face suffer undergo survive sustain endure receive escape meet incur await
# "take part in", "go on": the subject does what the noun behind the preposition says.
set JOIN = put place participate take go engage join be embark gather involve turn rally march come meet return emerge collaborate cooperate

# -- who can act or be acted on (matcher): nouns for people and bodies of people
set PRONOUNS = he she they we i you him her them us it himself herself themselves who someone somebody everyone anybody nobody anyone those these others other
set SOLDIERS = soldier troop force army military navy marine paratrooper commando sniper battalion brigade regiment unit squadron garrison conscript reservist recruit officer general colonel commander serviceman servicewoman peacekeeper guard patrol warship frigate destroyer submarine fleet jet warplane fighter_jet helicopter gunship tank artillery infantry platoon convoy airman sailor legion blue_helmet
set REBELS = rebel insurgent guerrilla militant militia militiaman fighter gunman terrorist extremist jihadist jihadi separatist secessionist mutineer mercenary warlord bomber attacker assailant raider kidnapper abductor captor hijacker hostage_taker suicide_bomber islamist paramilitary faction cell gang gangster cartel pirate bandit criminal trafficker smuggler hacker assassin shooter arsonist looter intruder vigilante partisan combatant rioter
set POLICE = police policeman policewoman officer constable detective gendarme gendarmerie trooper riot_police patrolman security authority agent inspector sheriff deputy warden cop
set PROTESTERS = protester protestor demonstrator marcher striker activist campaigner dissident opponent student worker farmer miner teacher nurse doctor driver trucker union unionist crowd mob mourner supporter follower resident villager youth picketer rioter opposition movement
set OFFICIALS = government president minister premier chancellor official leader king queen prince emir sultan parliament lawmaker legislator senator deputy congress senate assembly council cabinet ministry court judge prosecutor tribunal ambassador diplomat envoy spokesman spokeswoman spokesperson mayor governor administration regime junta authority state country nation republic kingdom capital house commission committee agency ruler chief head chairman secretary mission delegation delegate negotiator mediator representative party coalition alliance bloc union bank embassy consulate monarch politician candidate vice-president commissioner speaker bureaucrat side counterpart ally neighbour neighbor
set CIVILIANS = spy thief smuggler poacher dealer person people man woman child boy girl baby civilian villager resident citizen inhabitant family passenger tourist worker journalist reporter editor photographer cameraman blogger broadcaster newspaper refugee migrant asylum_seeker prisoner detainee inmate captive hostage suspect victim survivor wounded dead body bystander pedestrian shopper worshipper pilgrim priest bishop imam cleric monk nun rabbi pastor nurse doctor medic patient teacher pupil student schoolgirl schoolboy driver farmer fisherman trader businessman businesswoman executive lawyer scientist artist writer singer player immigrant foreigner national expatriate settler tribesman elder mother father son daughter brother sister wife husband relative parent youth teenager adult casualty neighbour neighbor crew pilot captain guest employee staff staffer coach manager regulator instructor widow jury juror docker aide adviser advisor caller user owner organiser organizer guest gambler sympathizer sympathiser loyalist volunteer aid_worker member colleague friend community minority group tribe clan population public nationality
set BODIES = company firm business corporation organization organisation agency charity ngo church mosque synagogue temple school university hospital clinic bank shop store factory office embassy consulate ministry newspaper station channel outlet website village town city district neighborhood neighbourhood camp base barracks post checkpoint convoy headquarters building compound airport port prison federation association league club network institution team watchdog ombudsman foundation institute plane aircraft ship vessel tanker boat bus train vehicle car market house home area position province region island enclave settlement
set HUMAN = $PRONOUNS $SOLDIERS $REBELS $POLICE $PROTESTERS $OFFICIALS $CIVILIANS $BODIES
set PEOPLE = $PRONOUNS $SOLDIERS $REBELS $POLICE $PROTESTERS $OFFICIALS $CIVILIANS @actor @num

# -- things and ideas
set IDEAS = idea proposal plan policy bill law measure budget speech decision report record statement theory argument view claim comment remark opinion article book concept notion premise problem issue question challenge topic subject root cause inequality poverty inflation deficit debt unemployment disease virus cancer pandemic hunger corruption reform legislation amendment critic criticism approach strategy stance credibility reputation character
set QUESTIONS_ETC = question email letter call request complaint message advice criticism ad advert advertisement query demand tweet phone_call text leaflet spam information
set FIGHT_IDEAS = corruption poverty crime inflation disease virus hunger cancer racism climate_change change discrimination fire blaze flame right climate fraud drug aids pandemic coronavirus covid-19 ebola malaria job wage equality independence title medal survival charge battle extradition suit case lawsuit freedom democracy justice inequality wildfire injustice life seat nomination trafficking illness addiction deforestation smuggling piracy terrorism terror extremism
set BLAST_N = explosion blast bombing bomb_attack bomb bomb_blast car_bombing grenade_attack bomb_explosion
set SPORT = ball goal shot homer run penalty kick pitch wicket match game season championship title tournament cup league innings basket touchdown corner forward striker defender goalkeeper batsman rival_team opener scorer midfielder champion
set BUILDINGS = congress newsroom office_building building office palace parliament assembly station embassy consulate residence house compound headquarters prison jail court ministry hall base barracks capitol airport mosque church school hospital bank shop store supermarket home complex
set PLACES = roadblock mountaintop hilltop hideout hide-out site farm factory defense defence facility crossing ridge spring ranch town city village area territory region province district island port airport base capital border land town camp post checkpoint hill mountain valley road highway bridge junction settlement enclave neighborhood neighbourhood suburb peninsula outpost position stronghold @place
set VEHICLES = plane aircraft airliner jet ship vessel tanker boat freighter bus train truck lorry car vehicle convoy helicopter
set MONEY = @money money fund cash dollar euro pound million billion loan grant credit sum aid donation
set NEWS = paper newspaper website site channel station broadcaster programme program internet press media outlet page account video film book magazine broadcast network app platform social_media twitter facebook youtube service access
set FIREARMS = gun rifle pistol shot bullet fire weapon round revolver machine_gun gunfire ammunition
set BOMBS = vest explosive_vest explosive_belt car_bomb barrel_bomb bomb explosive grenade mine landmine device dynamite ied car_bomb roadside_bomb time_bomb petrol_bomb parcel_bomb booby_trap
set HEAVY = shell mortar_bomb mortar_shell mortar rocket missile artillery howitzer tank projectile mortar_round cannon
set RIOT_GEAR = tear_gas gas teargas water_cannon baton truncheon pepper_spray rubber_bullet stun_grenade plastic_bullet cannon flash_bang pellet canister whip
set MISSILES_BY_HAND = stone rock bottle brick petrol_bomb molotov_cocktail cocktail firecracker egg projectile chair shoe
set BLADES = knife machete axe sword blade dagger club stick spear
set FORCE_NOUNS = platoon troop soldier force army police navy fleet warship ship tank unit battalion brigade division reinforcement warplane jet fighter missile marine reservist militia battery carrier aircraft bomber system guard artillery frigate destroyer personnel paratrooper commando helicopter peacekeeper regiment contingent plane
set ACCORD = agreement deal treaty accord pact protocol memorandum convention truce ceasefire cease-fire contract declaration settlement armistice communique communiqué charter document letter mou peace_deal understanding partnership
set TALKS = press_conference talk negotiation discussion consultation dialogue meeting conference summit session conversation round encounter
set RELIEF = doctor medic nurse rescuer rescue_worker aid food medicine water supply blanket tent vaccine assistance relief grain wheat equipment help shelter fund loan money grant support fuel weapon donation package ration dose
set PRISONERS = prisoner hostage detainee captive inmate journalist activist leader soldier suspect opponent dissident protester politician member worker man woman person people boy girl lawyer editor pilot sailor crew @actor
set PUNISHMENT = sanction embargo ban tariff restriction penalty boycott blockade measure curb freeze curfew
set RESTRICTIONS = restriction ban curfew emergency lockdown limit curb measure rule prohibition moratorium order law control state_of_emergency
set WRONG = crime abuse violation corruption murder killing attack massacre genocide fraud treason espionage terrorism torture rape aggression violence bribery plot conspiracy coup interference spying sabotage assault atrocity misconduct war_crime bombing theft sedition
set EVIL_ACTS = attack bombing killing murder assassination massacre raid invasion aggression violence crackdown arrest detention execution coup occupation strike shelling assault test launch provocation decision move sanction policy act statement remark crime murder abuse treatment raid law attempt behaviour behavior plan incident settlement annexation bloodshed incursion

# -- words of the clause after "ask", "refuse", "threaten", "agree"
set YIELD_V = release free withdraw leave stop end halt cease lift ease suspend disarm surrender return evacuate drop open reopen allow let dismantle pull retreat abandon restrain refrain respect honour honor comply vacate unblock demobilize demobilise de-escalate cancel hand lay relinquish restore scrap reverse
set YIELD_N = release withdrawal ceasefire cease-fire truce halt end restraint freedom pullout evacuation disarmament surrender access removal suspension lifting retreat de-escalation return cessation calm repeal
set MEET_V = meet talk negotiate discuss visit attend hold join sit consult resume mediate speak
set MEET_N = talk negotiation meeting dialogue summit conference mediation discussion session debate consultation
set HELP_V = help assist aid support provide give send supply donate contribute lend fund finance cooperate share protect deliver train rescue deploy join back grant accept
set HELP_N = help aid assistance support cooperation fund money loan intervention troop protection weapon supply intelligence food medicine donation funding backing relief extradition peacekeeper
set CHANGE_V = resign quit reform change hold step amend revise review adopt introduce implement recognise recognize respect dissolve democratize register repeal rewrite improve raise pay increase cut form reconsider rethink
set CHANGE_N = resignation reform change election referendum vote impeachment amendment independence autonomy right democracy inquiry dismissal recount wage rise equality transition
set HARM_V = attack kill strike bomb destroy invade fight retaliate shoot execute hit shell fire use respond annihilate assassinate blow burn crush eliminate punish avenge wipe behead storm crack hunt
set HARM_N = attack war strike action force violence retaliation revenge bloodshed invasion response reprisal consequence bombing assault death execution catastrophe
set RESTRICT_V = impose sanction block ban cut close restrict suspend freeze boycott halt expel withhold curb stop
set RESTRICT_N = sanction embargo tariff ban restriction penalty curfew blockade boycott measure

# -- frames
frame VT = subj:actor obj:recipient
frame VI = subj:actor
frame BY = subj:actor poss:actor adj:actor cmpd:actor obj:recipient
frame TO = subj:actor poss:recipient cmpd:recipient of:recipient
frame ALL = subj:actors poss:actors adj:actors between:actors with:actors among:actors of:actors
set IMPOSE_V = impose declare order announce enforce decree introduce proclaim extend tighten place put clamp slap set maintain reimpose
set WORKERS = docker pensioner worker teacher miner nurse doctor driver trucker employee staff pilot union farmer fisherman lawyer trader student civil_servant docker shopkeeper judge policeman steelworker journalist unionist firefighter crew cleaner postman lecturer railwayman businessman owner operator controller laborer labourer dockworker
set POSTS = minister premier president chief commander general official head governor mayor judge ambassador director aide adviser secretary chairman member lawmaker officer prosecutor chancellor governor spokesman deputy leader cabinet government colonel commissioner manager boss
set BLOCS = union league bloc council organization organisation commonwealth alliance assembly community un eu ecowas party nato au commission forum committee federation leader body @actor
set ASK_V = ask urge demand order appeal beg implore exhort press pressure instruct request plead insist direct command persuade entreat beseech petition advise
set THREAT_THINGS = storm drought disease virus crisis war famine flood hurricane fire inflation shortage change move plan decision violence fighting collapse rain recession dispute scandal attack conflict strike row debt extinction pollution erosion unrest
set ANALYSTS = expert analyst scholar scientist panel author student class court
set MONEY_THINGS = evidence data figure study finding result poll price share gold bond
set ACCESS = inspector observer monitor convoy aid agency worker team journalist access truck peacekeeper mission supply delivery investigator expert doctor envoy rapporteur food medicine
set AID_GIVERS = agency charity ngo government soldier unicef organization organisation volunteer worker doctor @actor
set GOODS = kilo litre liter tonne bread rice fuel sack bag loaf kilogram barrel sheeting food petrol flour gallon meal egg bamboo
set LIGHT += hand
set SOLDIERS += cadet
set CIVILIANS += islander auditor cook carpenter baker butcher
set FIGHT_IDEAS += epidemic plague outbreak malnutrition smog locust pollution
set HARM_N += airstrike bombardment shelling raid offensive hostility killing massacre retribution jihad

# -- irregular verb forms: these lemmas do not hang on the tagger
form begin = began begun
form withdraw = withdrew withdrawn
form shoot = shot
form fight = fought
form seek = sought
form catch = caught
form break = broke broken
form bring = brought
form build = built
form hold = held
form keep = kept
form lay = laid
form lead = led
form leave = left
form lose = lost
form meet = met
form pay = paid
form say = said
form send = sent
form shake = shook shaken
form sell = sold
form speak = spoke spoken
form steal = stole stolen
form strike = struck stricken
form take = took taken
form teach = taught
form throw = threw thrown
form tell = told
form tear = tore torn
form win = won
form write = wrote written
form draw = drew drawn
form drive = drove driven
form fall = fell fallen
form flee = fled fleeing
form fly = flew flown
form forbid = forbade forbidden
form freeze = froze frozen
form give = gave given
form go = went gone
form hide = hid hidden
form overthrow = overthrew overthrown
form overrun = overran
form rise = rose risen
form sink = sank sunk
form slay = slew slain
form stand = stood
form swear = swore sworn
form sweep = swept
form blow = blew blown
form burn = burnt
form bind = bound
form withhold = withheld
form undertake = undertook undertaken
form overtake = overtook
form forgive = forgave forgiven
form rebuild = rebuilt
form retake = retook retaken
form choose = chose chosen
form come = came
form become = became
form eat = ate eaten
form hang = hung hanged
form lend = lent
form make = made
form run = ran
form sit = sat
form spend = spent
form uphold = upheld
form wear = wore worn
form bear = bore borne
form beat = beat beaten
form bite = bit bitten
form feed = fed
form feel = felt
form get = got gotten
form grow = grew grown
form light = lit
form ride = rode ridden
form ring = rang rung
form shrink = shrank shrunk
form slide = slid
form spring = sprang
form swing = swung
form think = thought
form die = died dying
form lie = lying
form stick = stuck
form sue = sued suing
form agree = agreed agreeing
form free = freed freeing
form see = saw seen
form know = knew known
form quit = quit quitting
form dig = dug
form understand = understood
form spread = spreading
form cut = cut cutting
form set = set setting
form shut = shut shutting
form put = put putting
form hit = hit hitting
form let = let letting
form bar = barred barring
form ban = banned banning
form stab = stabbed stabbing
form rob = robbed robbing
form gun = gunned gunning
form gag = gagged
form rig = rigged rigging
form expel = expelled expelling
form compel = compelled
form repel = repelled
form quell = quelled
form cancel = cancelled canceled cancelling
form patrol = patrolled patrolling
form veto = vetoed
form picket = picketed
form riot = rioted
form torpedo = torpedoed
form ally = allied
form hurt = hurt
form burst = burst
form split = split
form strip = stripped stripping
