"""What is known of people's names: short forms, spellings, and which names are two although they look alike.

All words are folded as `app.domain.matching.fold` does it.
"""

from __future__ import annotations

_SHORT_FORMS = """
robert: bob bobby rob robby robbie
william: bill billy will willy
wilhelm: willi willy
richard: rick ricky rich dick
james: jim jimmy jamie
john: johnny
jonathan: jon jonny
johannes: hans hannes jo
johann: hans hannes
joachim: achim jochen jo
michael: mike mick micha michi
thomas: tom tommy
christopher: chris
christian: chris
christoph: chris
christine: chris tina chrissy christl
christina: chris tina chrissy
alexander: alex sascha sasha xander
alexandra: alex sandra sasha
benjamin: ben benny
daniel: dan danny
daniela: dani
david: dave
edward: ed eddie ted
eduard: edi
andrew: andy drew
andreas: andi andy
anthony: tony
anton: toni
antonia: toni
charles: charlie chuck
charlotte: lotte charly
friedrich: fritz fred
frederick: fred freddy
friederike: rike fritzi
gregory: greg
joseph: joe joey sepp
joshua: josh
kenneth: ken kenny
lawrence: larry
matthew: matt
matthias: matze hias
nicholas: nick
nikolaus: niko nick
patrick: pat paddy
patricia: pat patty tricia
peter: pete
philip: phil
ronald: ron ronny
samuel: sam sammy
samantha: sam
stephen: steve
stefan: steff
stefanie: steffi
timothy: tim timmy
vincent: vince
walter: walt
susan: sue susie
susanne: susi
jennifer: jen jenny jenni
jessica: jess jessie
barbara: barb babs baerbel
deborah: deb debbie
dorothea: doro dorle
rebecca: becky
theresa: tess resi tessa
victoria: vicky vicki
amanda: mandy
angelika: geli angie
gabriele: gabi gaby
ursula: uschi ulla
hannelore: hanne lore
heinrich: heinz heiner
georg: schorsch
maximilian: max maxi
sebastian: basti bastian seb
florian: flo
tobias: tobi
manfred: manni manne
wolfgang: wolfi wolf
ulrich: uli ulli
ulrike: uli ulli rike
siegfried: sigi siggi
rudolf: rudi
bernhard: bernd berni
gerhard: gerd gert
dietrich: dieter
ferdinand: ferdi
leonhard: leo lenny
leonard: leo lenny
jakob: jake
monika: moni
sabine: bine
melanie: mel melli
nicole: nicki
franziska: franzi
magdalena: lena leni magda
helena: lena leni
josephine: josi fine
brigitte: gitte biggi
heidemarie: heidi
adelheid: heidi
isabella: bella
elisabeth: liz lizzy beth betty sissi lisbeth
margaret: maggie meg peggy
margarete: grete gretel
katherine: kate katie kathy cathy
katharina: kathi kati
reinhard: reini
guenter: guenni
konstantin: kosta konsti
dominik: domi
valentin: vali
benedikt: bene
francisco: paco
jose: pepe
giuseppe: beppe
dmitri: dima
vladimir: vova
ekaterina: katja
"""

_SPELLINGS = """
stefan stephan | steven stephen | stefanie stephanie | philip philipp philippe phillip | sara sarah
hanna hannah | marc mark | marcus markus | katrin kathrin catrin | christof christoph kristof | karl carl
carla karla | clara klara | eric erik | lucas lukas | tomas thomas | niklas niclas nicklas
jannik yannik yannick | torsten thorsten | guenter guenther gunter gunther | walter walther | detlef detlev
ralf ralph | rudolf rudolph | josef joseph | jakob jacob | viktor victor | viktoria victoria | oskar oscar
konrad conrad | kurt curt | elisabeth elizabeth | katherine catherine kathryn cathrine | theresa teresa
kristina christina | kristin christin | nicolas nikolas nicholas | matthias mathias | mathis matthis
anette annette | ulrike ulrieke | susan suzan | susanne suzanne | mohammed mohamed muhammad mohammad
frederik frederick frederic | monica monika | veronica veronika | angelica angelika | alexander aleksander
isabel isabell isabelle | rebecca rebekka | gabriele gabriela | luise louise | juergen jurgen
henrik hendrik | lea leah | noa noah | maik mike meik | jens jenz | sofia sophia | sofie sophie | zoe zoey
jan yan | dirk dierk | gerrit gerit | bjoern bjorn | soeren soren | sven swen | timo thimo | tim thim
"""

_SURNAME_SOUNDS = """
meier meyer maier mayer majer mayr meir | schmidt schmitt schmid schmied | schulz schulze schultz schultze
hofmann hoffmann hofman | becker bekker | fischer fisher | schroeder schroeter schroder | bauer baur
vogt voigt | kaiser kayser keiser | kramer krahmer | braun brown | neumann naumann | walter walther
peters peeters | petersen pedersen peterson | jansen janssen jensen | hansen hanson | christensen kristensen
clark clarke | thompson thomson | stewart stuart | phillips philips | reed reid read | moore moor
green greene | davis davies | stevens stephens | allen allan alan | grey gray | lehmann lemann
herrmann hermann herman | schaefer schaeffer schafer
"""

_GIVEN = """
adrian alan albert alice alina amelie amy ana andre andrea angela anika anja anke anna anne anni annika
antje arjun arne arnold arthur astrid axel aya ayla aylin ayse beate beatrice bert bettina bianca birgit
bjarne boris brian britta bruno carina carmen carola caroline cecilia celina celine cem charlene claudia
claus clemens conny cora cordula corinna cornelia dagmar dana daria dean denis denise diana diego dirk dora
doris edgar edith elena eleni elias elif elke ella ellen elli elmar elsa emil emilia emilie emily emma emre
erin franka georgia
enno erich erika erna ernst erwin esther eugen eva evelyn fabian fabio fatma felicia felix finja finn fiona
flora francesca francesco frank franz frauke frida frieda frieder gerald gerda gerlinde gina gisela giulia
greta gudrun guido gustav hakan hannes hanno harald harry hasan hedwig heike heiko helga helge helmut
helmuth henning henry herbert hermann hilda hilde holger horst hubert hugo ida ilka ilona ilse ina ines inga
inge ingo ingrid irene irina iris irmgard isabel ivan ivana jack jake jana jane janina janine jasmin jasper
jean jeanne jeff joan joana joanna joel joerg johanna john jolanda jonas jonna jorg jorge josefine joyce
juan judith julia julian juliana juliane julie julius juri justus jutta kai karen karin karina karla karsten
katja keith kelly kerstin kevin kim kira klaus knut kyle lara larissa lars laura laurenz lea leah lee leif
leigh lena leon leona leonie lia liam liane lili lilly lily lina linda linus lisa liv livia loni lora lorenz
lothar louis luca ludwig luis luisa luka lukas luke lutz lydia maik maja malte mandy manuel manuela mara
marcel marco mareike maren margit margot maria marian mariana marianne mariano marie marika marina mario
marion marisa marit marita marius marla marlene marlies marlon marta martha martin martina martine mary
mathias mathilda matilda maurice mehmet merle mia micaela michaela michaele michel michelle mika mila milan
milena mira miriam mirja mirko moritz murat nadia nadine nadja nancy natalia natalie nele nick nico nicola
nicolas niels nils nina nino noah nora norbert norma olaf ole oleg olga oliver olivia orla otto oya pablo
paola paolo pascal paul paula pauline pavel petra pia piotr priya rafael rainer ralf ramona raphael raul
regina regine reiner reinhold renate rene rita robin roger roland rolf roman romy rosa rosalie rosi ruben
ruediger ruth sabina sabrina sally sandro sara saskia sean selin selina sergio shaun silke silvia silvio
simon simona simone sina sinan soenke sofia sonia sonja sophia sophie steffen stella susanna sven svenja
sybille sylvia tanja tara tatjana ted thea theo theodor thilo tilda till tilo timo tina tino tomas toni
tonja trude udo ulf uta ute uwe vanessa vera verena veronika viktoria viola violetta vivian viviane volker
volkmar waltraud wanda wendy werner wiebke wilma wolfram xaver yasemin yasmin yusuf yvonne zoe
"""

_SURNAMES = """
albrecht andersen anderson arnold baker barber barker baum baumann becher beck berger bergmann bergner boehm
boehme brand brandl brandt buerger burger busch carter carver cook cooke cooper dietrich dupond dupont
durand engel engels ferrari frank franke friedrich fuchs garcia gomez gracia graf graff gross grosse
guenther haas haase hahn hahne hall harris harrison hartmann hartwig hass heinrich hill horn horner huber
hubert hull jackson jaeger jager johnson johnston jones jung junge kaiser keller kellner king kings klein
kleine koch kock koehler koehn koenig kraemer kraft krause krauss krebs krueger kruse kuehn kuhlmann kuhn
kullmann kumar lang lange lopez ludwig mahler maler marten martens martin meister miller moeller moritz
mueller nguyen novak nowak otto parker patel perez peters pfeifer pfeiffer pohl richert richter rossi roth
rother russo sauer schaefer schaeffler schmitz schneider scholz schreiber schreiner schulte schumacher
schuster schwartz schwarz seidel seidl simon smith sommer stein steiner tanner taylor thomas turner vogel
vogt voigt voss wagner walker ward weber wegner weise weiss werner white wilson winkler winter wolf wolff
wood woods wright wulf zeigler ziegler zimmermann
"""

_COMPANY_WORDS = """
alpha alpin alpina atlan atlas bau beta blau bright capital central centro consult consulting delia delta
digital druck east energie energy factor factory floods foods fund funds garden global grau gruen harbor
haus house licht light local logic logik logistics logistik main marked market master media medica medical
metal metall monitor motor night nord north nova novo optic optik orbis orbit paint partner partners plan
plant point polar power print rector rein rhein right sector service services sicht silver solar solution
solutions south stella stellar stern sterne sued summit system systems technic technik technip textil tower
trading training vector vital west
"""


# Short forms of several names, or names of their own as well: two names may be one by them, but the root by
# which somebody is looked up is not theirs.
_ALSO_SHORT = """
theodore: ted teddy theo
elisabeth: lisa elsa elli
konrad: conny
cornelia: conny nelly
catherine: kate
ferdinand: ferdy nando
leopold: leo poldi
eleonore: lore nora
ludwig: lutz wiggerl
augustin: gustl
hildegard: hilde
"""


def _pairs(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in text.strip().splitlines():
        name, _, shorts = line.partition(":")
        for short in shorts.split():
            found.setdefault(short, set()).add(name)
    return found


def _groups(text: str) -> dict[str, str]:
    groups = (group.split() for group in text.replace("\n", "|").split("|") if group.strip())
    return {name: group[0] for group in groups for name in group}


_FORMAL = _pairs(_SHORT_FORMS)
_ALSO = _pairs(_ALSO_SHORT)
_SPELLED = _groups(_SPELLINGS)
_SOUNDS = _groups(_SURNAME_SOUNDS)

GIVEN = frozenset(
    {*_GIVEN.split(), *_FORMAL, *(name for names in _FORMAL.values() for name in names), *_SPELLED}
)
"""First names, as far as they are known."""
KNOWN = GIVEN | {*_SURNAMES.split(), *_COMPANY_WORDS.split(), *_SOUNDS}
"""Words that somebody can have meant: two of them that look alike are two, not one mistyped."""


def forms_of(name: str) -> frozenset[str]:
    """The names that a given name can stand for, each in one spelling: "bob" stands for itself and robert."""
    found = {name, *_FORMAL.get(name, ()), *_ALSO.get(name, ())}
    return frozenset(_SPELLED.get(form, form) for form in found)


def formal(name: str) -> str:
    """The one full name that a short form stands for ("bob": "robert"), in one spelling; the name itself
    where it is none, or could be several."""
    forms = _FORMAL.get(name, ())
    full = next(iter(forms)) if len(forms) == 1 else name
    return _SPELLED.get(full, full)


def sounds_of(name: str) -> str:
    """One spelling for all surnames that sound like this one: Meier, Meyer, Maier."""
    return _SOUNDS.get(name, name)
