"""Two-letter codes of offices that publish intellectual property (WIPO ST.3)."""

# States and territories of ISO 3166-1, then the organisations ST.3 adds, then codes that
# only old documents bear (DD, CS, SU, YU).
OFFICE_CODES = frozenset(
    """
    AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BQ BR BS BT BV BW
    BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
    ET FI FJ FK FO FR GA GB GD GE GG GH GI GL GM GN GQ GR GS GT GW GY HK HN HR HT HU ID IE IL IM
    IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
    MA MC MD ME MG MK ML MM MN MO MP MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA
    PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SY
    SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WS YE ZA ZM ZW
    AP BX EA EM EP EU GC IB OA QZ WO XN XV XX
    DD CS SU YU
    """.split()  # noqa: SIM905 - two hundred quotation marks would hide the codes
)
