patterns 1
# Reports in which the words of conflict mean something else.  A report is of a topic when four
# different words of it stand there, at least one in 45 of all words, or three that are one in 14.
# 0-0 stands for any score.  Words that politics uses as well (stadium, fan, football, dollar) are
# left out.  "quiet" words trigger nothing there unless somebody is hurt; of what other words code,
# only that stays to which a body of a "loud" sector is a party.

topic sports = striker midfielder goalkeeper defender quarterback touchdown wicket innings batsman bowler playoff semifinal semi-final quarter-final quarterfinal halftime half-time kickoff kick-off scoreline equaliser equalizer hat-trick offside goalless match fixture league premiership championship champion tournament cup coach midfield homer inning shortstop pitcher rebound dunk layup three-pointer basket puck overtime defenceman defenseman medal semifinalist tiebreak birdie bogey putt fairway podium sprint marathon rugby cricket soccer basketball baseball hockey tennis golf nba nfl nhl mlb fifa uefa odi t20 player teammate singles doubles qualifier seeded seed heavyweight bout knockout rbi standings crossbar header free-kick play-off sprinter peloton halfback fly-half scrum scrum-half racket scorer scoreless olympic 0-0
quiet sports = rally strike march attack defend beat shoot fight battle clash sack hit crush destroy bomb blast boo raid execute threaten punish shot firing fire capture seize overrun siege storm revolt defeat gun hammer thrash suspend ban boycott demonstrate protest dismiss claim help support assist relegate release rout conquer kick punch knock hold challenge target
loud sports = GOV MIL COP JUD LEG PTY OPP REB UAF SPY IGO NGO CRM

topic markets = stock share index nasdaq dow investor dealer broker bond futures equity earnings analyst barrel crude brent nymex commodity trading yen euro nikkei ftse dax bourse portfolio hedge dividend yield shareholder securities ipo greenback bullion coupon gilt profit revenue acquisition merger shareholding underwriter
quiet markets = rally march turmoil retreat attack battle fight hit storm demonstrate unrest withdraw capture seize defend pressure cut ease lift raise support help release relief
loud markets = GOV MIL COP JUD LEG PTY OPP REB UAF SPY IGO NGO CRM CVL LAB EDU REF SET JEW MUS CHR REL
