"""Four plain Polish words as a passphrase: quickly typed on a phone, and too many to be guessed at.

All are everyday nouns without Polish letters, so that every keyboard has them. Four of them make more
than 3 000 000 000 000 passphrases; each guess costs 600 000 rounds.
"""

from secrets import choice

COUNT = 4
WORDS = """
adres afisz agrafka akord akwarela album aleja alfabet alpaka altana ananas aneks antena antyk
apaszka apteka arbuz arena arka arkusz aromat astra atlas atrament autor awizo azyl babka
badanie bagno bajka balkon balon balsam bambus banan bandera banknot baran barka barszcz barwa
basen batat bateria batuta bazar bazylia beczka beret beton bilans bilard bilet biodro biszkopt
biurko biwak bizon blask blat blok bluszcz bluza bluzka bochenek bocian boisko borsuk brama
bramka brat bratek brawa broda brokat brona broszka bruk brulion brzask brzeg brzoza budka
budowa bufet bufor bukiet bukowina bulion bulwa bulwar bursztyn burza butelka butla buty cebula
cedr cegielka cekin cement centrum ceramika chabry chata chmiel chmura chodnik choinka chomik
chrzan chustka ciasto cukier cukinia cykl cyrk cyrkiel cytryna czapka czapla czas czekan czepek
czosnek czub czubek czujnik czwartek czynsz dach daktyl dama danie debata dekada delfin delta
deptak derka deser deska deszcz detal dmuchawa dobro domek domino dorsz dostawa drabina dramat
drewno drezyna droga drops drozd drut drwal drzewo drzwi duet dukat dworek dworzec dyktando
dynia dyplom dyrygent dysk dywan dziadek dziecko dziennik dzwon dzwonek echo ekipa ekran elegia
epoka esej etap etui etykieta fabryka fala falbana farba fartuch fasola fasolka fason fauna
ferie festyn feta figa figura filar filc film filtr finisz fiord firanka flaga flamaster flanela
flara flet flora flota foka folder folia folwark fontanna forma format fort forum fosa fotel
foto fragment frak fraszka fregata frezja front fryz fujarka fundament funkcja furtka futro gala
galeon galeria galop ganek garb garbus garnek gawra gazeta gazon gejzer gips girlanda gitara
glina glob globus glon gmach gniazdo gofr golf gondola gong gont gorczyca gorset gospoda gotyk
grab grabie grafit gram granat granit grill groch grono grosz groszek grota gruda grudka grunt
grupa gruszka grzbiet grzyb gulasz guma gust guzik gwar gwiazda gwizdek haczyk hala halka hamak
hamulec handel harcerz harfa harmonia heban hektar helikopter herb herbata herbatnik hiacynt
historia hobby hokej holownik homar horyzont hotel huba humor huragan hurtownia huta hymn
igrzyska ikona imbir imbryk impreza indeks indyk instynkt irys iskierka iskra izba jacht jagoda
jaguar jajko jama jamnik jantar jarmark jarzyna jaskier jawor jazda jazz jedwab jesiotr jezioro
joga jogurt jubilat jutro kabel kabina kaczka kafel kajak kajuta kajzerka kakao kaktus kalafior
kalendarz kalina kalka kamelia kamera kamfora kamizelka kanapa kanapka kanarek kanon kantor kanu
kapelusz kapitan kapliczka kapsel kaptur kapusta karafka karawana karmnik karnet karta kartka
karton karuzela kaseta kask kasza kasztan katalog katar katedra kawa kawior kawka kefir kelner
kemping kielich kilim kilof kino kisiel kitel kiwi klacz klakson klamerka klamka klamra klasa
klasyk klatka klawisz klej klejnot klepka klient klif klimat klin klips kloc klocek klomb klon
klosz klub klucz kluska kminek koala kobra kociak kodeks kogut kojec kokarda kokon kokos koks
kolacja kolano kolba kolczyk kolega kolej kolejka kolia koliber kolor kolos kolumna komar kombi
komedia kometa komin kominek komnata komoda kompas kompot komputer koncert konewka konik konkurs
konopie kontakt kontur konwalia kopalnia koparka koperek koperta kopiec koral korek korona
koronka kort korytarz kosa kosiarka kosmos kostium kostka kosz koszula koszyk kotara kotek
kotlet kotwica koza kozak krab kraj krakers kran krasnal krata krater kratka krawat kredens
kredka krem kreska krewetka krokiet krokodyl krokus krosno krowa kruk krupnik kruszec krzak
krzem krzesiwo krzew krzyk ksero kubek kubik kucharz kuchnia kucyk kufel kufer kula kulig kulka
kultura kumak kuna kundel kupiec kura kurant kurczak kurier kurka kurort kurs kurtka kurtyna
kurz kuter kuzyn kwadrat kwarc kwartet kwestia kwiaciarka kwiat lada lakier lala lalka lama
lampa lampart lampion lampka landrynka lasek laser laska latarka latarnia latawiec lato laur
laurka lawa lawenda lazur legenda lejek lekarz lekcja lektura lemur leszcz leszczyna letnisko
liana liga lilia lima limit limonka lina linia linijka lipa lipiec lira liryka list lista listek
listonosz litera litr lokomotywa lornetka lotnia lotnik lotos lubczyk lukier luneta lupa lustro
lutnia luty lwica magazyn magia magnes majonez majster makaron makieta malarz malina malwa
mandolina manekin mango mapa marcepan marchew margines marka markiza marmur marsz marynarz masa
maska maszt maszyna mata matka mazak mazurek mebel mecenas mech mecz medal meduza melba melisa
melodia melon meta metal meteor metka metr metro mewa miara miasto mikrofon mikser milion mimoza
minuta mirt misa misja miska mistrz mlecz mleczarz mleko moda model modrzew molo moneta monitor
mops morela mors morwa morze most mostek motek motel motor motto motyka motyl mrok mufka mundur
murarz musical musli muszka muszla muza muzeum muzyk muzyka mysz nadzieja namiot napar naparstek
napis napiwek narcyz natura nauka nawa nawyk nazwa neon nerka niebo nietoperz nitka nizina
nocleg norka nosorog notatka notes nowela nowina nugat nurek nurt nuta oaza obcas obelisk obiad
obiekt obraz obrus obwarzanek ocean ocena ocet odcinek oddech odznaka oferta ogar ogier ogon
ogrodnik okap okaz okienko okno okolica okres okulary olcha olej oliwa oliwka omlet opal opaska
opera opis opona orbita order organy orkan orkiestra orlik ornament orszak orzech osada oset
osika ostoja owca owies owoc ozdoba pacjent paczka padok pagon pajac pakiet palec paleta palma
palto panda panel panorama pantera papaja papier papryka papuga para parada parapet parasol park
parkan parkiet parking parter partia partner pasaz pasek pasja pasmo pasta pastel pasterz
paszport pasztet patelnia patron patyk pedal pelargonia pelikan perkal peron petunia piach piana
pianino pianista piasek pieczywo piernik pies pilot pinezka pingwin pion pionek piosenka
piramida pirat pisak pisarz pismo piwnica piwonia plac plakat plan planeta plansza plaster
plastyk platan platforma plecak plik plisa plon plusz poczta podium podkowa podpis poemat poeta
pogoda pojazd pokaz pokrywa polana polewa polka polonez polska pomidor pomnik pompa pompon
poncho ponton popielica porada porcja portal portfel portret posterunek potok powiat pralka
prasa prawda prawnik premia prezent proca prolog prom promenada proso prysznic pszenica ptak
ptaszek puch puchacz puchar pudding pudel puder pulower puls puma pumeks punkt purpura pustynia
puszcza puszka puzon rabarbar rabata radar radio rafa rajd rakieta rakietka rama ramka ranek
ratusz recepta recital reflektor regal region rejs rekin reklama rekord relacja relaks remiza
remont renifer repertuar reporter respekt rewers rewia rezeda rezerwa robot rocznik rodzina
rogal roleta rolnik romb rondel rondo rosa rower rozkwit rozmaryn rubin rufa rugby rulon rumak
rumianek rura ruta rutyna ryba rybak rycerz rydel rydwan rydz rynek rynna rysik rysunek rytm
rzeka rzemyk rzepa rzepak sadzonka safari sagan salamandra salon salsa sanie sanki saper
sardynka sarna satelita sauna sawanna scena schody sedno segment sekret sektor seler semafor
serce serek seria sernik serweta serwis setka sezam sezon siano siatka siedem sierp sitko
skakanka skala skansen skarb skarpa skarpeta skiba sklep skoczek skok skorpion skowronek skrzat
skuter skwer smak smok smycz smyk sobota socha soczewka sofa soja solniczka sonata sonda sonet
sopel sopran sosna sowa spacer spiker spinacz spinka spirala spis spodek spodnie sport spryt
stacja stadion stado stajnia stal start statek statua staw step ster sterta stok stokrotka
stolarz stolica stolik stopa stoper stos stragan stroik strona struga strumyk struna stryj
studnia styl sufit sukces sukienka sukno suma suwak swat sweter sygnet sylaba symbol symfonia
synek syrena syrop system szachy szafa szafir szafka szal szalik szampon szansa szarlotka
szarotka szczaw szczotka szczupak szczyt szelki szept szkic szklanka szkuner szlak szmaragd
sznur sznurek szopa szpak szparag szpilka szpinak sztaluga szufelka szuflada szuwary szwagier
szybowiec szyfon szyfr szyld szynka szyszka tablica taboret taca taczka tafla tajfun takt talerz
talia tama tancerz tandem tango tapczan taran taras tarcza targ tarka taryfa tasak tatarak teatr
teczka tekst telefon telegram temat tempo tenis tenor tercet teren termin termometr termos test
tkacz tkanina toast tokarz tonacja topaz topola torba torf tornado tornister tort traktor
trampki tramwaj trapez trasa tratwa trawa trawnik trener trio trofeum tropik truskawka trzcina
trzmiel tukan tulipan tunel turban turkus turniej tuzin tygrys tymianek tytan ulewa ulica ulotka
umowa urlop uroda urok urwis wachlarz wafel waga wagon wakacje walc walec walizka waltornia
wanilia wanna warkocz warstwa warsztat warta warzywo watra waza wazon wektor welon welur weranda
weteran wiadro wianek wiatr wiatrak wiatraki widelec widok widownia wiedza wieniec wiersz
wierzba wigilia wiking wiklina wilga wilk winda winogrono wiosna wizyta wnuk woda wodorost
wodospad wojewoda worek wrona wrotki wrzos wulkan wydma wydra wykres wymiar wynik wyprawa wyraz
wyspa wystawa zabawa zabawka zabytek zagadka zagroda zajazd zamek zamiar zamsz zapach zapas
zapis zarys zaspa zastawa zatoka zawias zawilec zdanie zebra zebranie zegar zegarek zenit zeszyt
ziarno zielnik ziemia zima zimorodek zjazd zlew zlot znaczek zodiak zorza zupa zwierz zwrotka
zwyczaj zygzak
""".split()


def new_passphrase() -> str:
    return " ".join(choice(WORDS) for _ in range(COUNT))
