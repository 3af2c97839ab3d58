patterns 1
# What PLOVER makes of an act that is only announced, demanded, threatened or refused, when
# no other word of the sentence is coded for that (docs/coding.md).

reduce planned CONSULT => AGREE 036
reduce planned SUPPORT => AGREE 032
reduce planned COOPERATE => AGREE 031
reduce planned COOPERATE 061 => AGREE 0311
reduce planned COOPERATE 062 => AGREE 0312
reduce planned COOPERATE 063 => AGREE 0313
reduce planned COOPERATE 064 => AGREE 0314
reduce planned AID => AGREE 033
reduce planned AID 071 => AGREE 0331
reduce planned AID 072 => AGREE 0332
reduce planned AID 073 => AGREE 0333
reduce planned AID 074 => AGREE 0334
reduce planned RETREAT => CONCEDE 080
reduce planned RETREAT 0841 => CONCEDE 0353
reduce planned RETREAT 087 => CONCEDE 0356
reduce planned RETREAT 086 => CONCEDE 0355
reduce planned RETREAT 085 => CONCEDE 0354
reduce planned RETREAT 083 => CONCEDE 0831

reduce demanded CONSULT => REQUEST/meet 106
reduce demanded SUPPORT => REQUEST 102
reduce demanded COOPERATE => REQUEST/assist 101
reduce demanded AID => REQUEST/assist 103
reduce demanded RETREAT => REQUEST/yield 105
reduce demanded RETREAT 0841 => REQUEST/yield 1053
reduce demanded RETREAT 087 => REQUEST/yield 1056
reduce demanded RETREAT 083 => REQUEST/change 1041
reduce demanded CONCEDE => REQUEST/yield 105
reduce demanded AGREE => REQUEST 102

reduce threatened ASSAULT => THREATEN/violence 138
reduce threatened COERCE => THREATEN 132
reduce threatened COERCE 172 => THREATEN/restrict 132
reduce threatened COERCE 1723 => THREATEN/restrict 1323
reduce threatened COERCE 1724 => THREATEN/restrict 1324
reduce threatened COERCE 174 => THREATEN/expel 131
reduce threatened COERCE 191 => THREATEN/restrict 1381
reduce threatened COERCE 173 => THREATEN/arrest 131
reduce threatened COERCE 192 => THREATEN/territory 1382
reduce threatened PROTEST => THREATEN/relations 133
reduce threatened SANCTION => THREATEN/relations 1313
reduce threatened SANCTION 162 => THREATEN/relations 1311
reduce threatened SANCTION 164 => THREATEN/relations 134
reduce threatened SANCTION 166 => THREATEN/expel 136
reduce threatened SANCTION 163 => THREATEN/restrict 1312

reduce refused CONSULT => REJECT/meet 125
reduce refused AID => REJECT/assist 122
reduce refused COOPERATE => REJECT/assist 121
reduce refused SUPPORT => REJECT 122
reduce refused RETREAT => REJECT/yield 124
reduce refused RETREAT 0841 => REJECT/yield 1243
reduce refused RETREAT 083 => REJECT/change 1231
reduce refused CONCEDE => REJECT/yield 124
reduce refused AGREE => REJECT 120
