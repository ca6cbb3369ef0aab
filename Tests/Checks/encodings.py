#!/usr/bin/env python3
"""encodings.py CITEMILL [--count 200] [--show 0]: files in undeclared 8-bit encodings.

Files of one to twelve records are made from invented sentences and names, in RIS, BibTeX, nbib, CSV and Refer. In Western
languages they are written in Windows-1252, and none may be refused. In other languages they are written in their own encodings,
and the check counts how many are read as Windows-1252 nevertheless. Half of them have 8 KiB of plain text first. Status 1 if a file in Windows-1252 is refused.
"""
import argparse
import collections
import pathlib
import random
import subprocess
import sys
import tempfile

# Titles and names by language; those of the West are in Windows-1252.
WEST = {
    "French": ["L’effet du changement climatique sur les forêts", "Qualité des eaux et des nappes phréatiques", "Où sont passés les pêcheurs de l’île ?",
               "Lefèvre, Hélène", "Gérard, Françoise", "Noël, Zoé", "« Cœur, sœur, œuvre » : étude du goût"],
    "German": ["Die Güte großer Gewässer", "Über die Mühlen an der Straße", "Grüße aus Köln – „schöne“ Bäche", "Müller, Jürgen", "Weiß, Käthe", "Löwenthal, Götz"],
    "Spanish": ["El efecto del cambio climático en los ríos", "¿Qué sabemos de los niños y del agua?", "Señales del año: gestión y educación", "Muñoz, José", "Peña, Inés", "Ibáñez, Ángel"],
    "Portuguese": ["Alterações climáticas e recursos hídricos", "As estações do ano e a população", "Educação à distância: lições e visões", "Conceição, João", "Simões, Inês", "Magalhães, Antônio"],
    "Italian": ["La qualità dell’acqua è più alta in città", "Perché i lunedì sono così", "Università e società", "Nicolò, Niccolò", "D’Alò, Mosè"],
    "Catalan": ["L’aigua i la ciència a l’època moderna", "Col·lecció d’anàlisis històriques", "Però també això és política", "Colomé, Núria", "Güell, Adrià"],
    "Dutch": ["De invloed van reële ruïnes", "Coëfficiënten en geïsoleerde zeeën", "Privé-initiatief in één regio", "Crèvecœur, Loïc", "Brontë, Daniëlle"],
    "Swedish": ["Vattnets kvalitet i älvar och sjöar", "Förändringar på åkrar över tid", "Åtgärder för en bättre miljö", "Åkesson, Göran", "Sjöström, Märta"],
    "Danish": ["Søer og åer på øerne", "Ændringer i kvælstof", "Om høje træer og små bær", "Sørensen, Jørgen", "Kjær, Åse"],
    "Norwegian": ["Fjæra, øya og åsen", "Prøver av vann på høyfjellet", "Når snøen går", "Bjørnstad, Håkon", "Østby, Kåre"],
    "Icelandic": ["Áhrif loftslags á ár og vötn", "Það sem við vitum um þorsk", "Íþróttir, börn og menntun á Íslandi", "Þórðarson, Guðmundur", "Sigurðardóttir, Ásdís"],
    "Faroese": ["Ávirkan á áir og vøtn", "Fiskiskapur við Føroyar í søguni", "Týdningurin av sjónum", "á Høvdanum, Jógvan", "Dánjalsdóttir, Bjørg"],
    "Finnish": ["Järvien ja jokien tila Itä-Suomessa", "Sään vaikutus pöytäkirjoihin", "Škodan historiaa ja šakkia", "Väisänen, Yrjö", "Hämäläinen, Äijä"],
    "Estonian": ["Jõgede ja järvede vesi", "Õpetajate töö külas", "Võõrkeelte mõju žanrile", "Jõgi, Tõnu", "Põld, Ülle"],
    "Irish": ["Éifeacht na haeráide ar uisce", "Stair na Gaeilge in Éirinn", "Ó Súilleabháin, Seán", "Ní Dhomhnaill, Máire"],
    "Albanian": ["Ndikimi i klimës në burimet e ujit", "Çështje të gjuhës shqipe", "Hoxhë, Çlirim", "Gjeçi, Shtjefën"],
    "names": ["Water in the Střed region".replace("ř", "r"), "Naïve façades and cafés", "The rôle of 10 µm particles at 25 °C ± 2 °C", "Novotný, Jiri", "Žižek, Slavoj",
              "Šimic, Željko", "Ångström, Anders", "García Márquez, Gabriel", "Brontë, Emily", "½ of m² and ¼ of km³ – a review"],
}
OTHERS = {
    "Polish": ("cp1250 iso8859_2", ["Wpływ zmian klimatu na zasoby wodne", "Jakość wód w regionie łódzkim", "Źródła zanieczyszczeń i ich wpływ", "Wiśniewski, Łukasz", "Żółkiewska, Małgorzata"]),
    "Czech": ("cp1250 iso8859_2", ["Vliv změny klimatu na vodní zdroje", "Příručka pro správce toků a nádrží", "Třetí přepracované vydání", "Dvořák, Jiří", "Růžičková, Květa"]),
    "Slovak": ("cp1250 iso8859_2", ["Kvalita podzemných vôd v priemyselných oblastiach", "Ďalšie štúdie o vodnom hospodárstve", "Ľudové piesne a ich pôvod", "Kováč, Ján", "Ďurišin, Ľubomír"]),
    "Hungarian": ("cp1250 iso8859_2", ["A felszíni vizek minősége", "Az időjárás és a jövő", "Kézikönyv erdők kezelőinek", "Győző, Erzsébet", "Szűcs, Kálmán"]),
    "Croatian": ("cp1250 iso8859_2", ["Kakvoća površinskih voda", "Priručnik za upravitelje", "Što je više: čovjek ili riječ", "Đurić, Željko", "Čačić, Krešimir"]),
    "Romanian": ("cp1250 iso8859_2", ["Influenţa schimbărilor climatice", "Calitatea apelor de suprafaţă şi subterane", "Îndrumător pentru învăţământ", "Ţăranu, Mihăiţă", "Ştefănescu, Ioan"]),
    "Turkish": ("cp1254", ["İklim değişikliğinin su kaynaklarına etkisi", "Genişletilmiş üçüncü baskı", "Yeraltı sularının kalitesi", "Yılmaz, Şükrü", "Çağlar, Işıl"]),
    "Russian": ("cp1251 koi8_r", ["Влияние изменения климата", "Качество поверхностных вод", "Справочник для управляющих", "Иванов, Пётр", "Щукина, Анна"]),
    "Greek": ("cp1253", ["Οι επιπτώσεις της αλλαγής", "Ποιότητα των υδάτων", "Παπαδόπουλος, Νίκος"]),
    "French on a Macintosh": ("mac_roman", [text.replace(" ?", "?") for text in WEST["French"]]),
    "German on a Macintosh": ("mac_roman", WEST["German"]),
    "Spanish on a Macintosh": ("mac_roman", WEST["Spanish"]),
    "Swedish on a Macintosh": ("mac_roman", WEST["Swedish"]),
    "Chinese": ("gbk", ["气候变化对水资源的影响", "地表水质量研究", "王小明"]),
    "Japanese": ("shift_jis", ["気候変動が水資源に与える影響", "表流水の質に関する研究", "山田太郎"]),
}


def record(form, title, name, number):
    if form == "ris":
        return f"TY  - JOUR\nTI  - {title}\nAU  - {name}\nPY  - {2000 + number % 20}\nER  - \n\n"
    if form == "bib":
        return f"@article{{k{number},\n  title = {{{title}}},\n  author = {{{name}}},\n  year = {{{2000 + number % 20}}},\n}}\n\n"
    if form == "nbib":
        return f"PMID- {1000 + number}\nTI  - {title}\nFAU - {name}\nDP  - {2000 + number % 20}\n\n"
    if form == "csv":
        return f'"{title}","{name}",{2000 + number % 20}\n'
    return f"%0 Journal Article\n%T {title}\n%A {name}\n%D {2000 + number % 20}\n\n"


HEADERS = {"csv": "title,author,year\n"}


def file(form, texts, encoding, random, isLate):
    titles = [text for text in texts if ", " not in text] or texts
    names = [text for text in texts if ", " in text] or texts
    body = HEADERS.get(form, "")
    if isLate:
        body += "".join(record(form, "Mills and weirs of a river", "Berg, Anna", 5000 + number) for number in range(130))
    for number in range(random.randint(2, 12)):
        body += record(form, random.choice(titles), random.choice(names), number)
    return body.encode(encoding, "ignore")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("citemill")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    generator = random.Random(1)
    forms = ["ris", "bib", "nbib", "csv", "enw"]
    shown = 0
    with tempfile.TemporaryDirectory() as folder:
        def isRefused(data, form):
            path = pathlib.Path(folder, f"in.{form}")
            path.write_bytes(data)
            done = subprocess.run([arguments.citemill, "convert", path, "-t", "records", "-o", pathlib.Path(folder, "out")], capture_output=True)
            return b"[encoding.unknown]" in done.stderr

        refused = 0
        for number in range(arguments.count):
            language = list(WEST)[number % len(WEST)]
            form = forms[number % len(forms)]
            data = file(form, WEST[language], "cp1252", generator, number % 2 == 1)
            if isRefused(data, form):
                refused += 1
                if shown < arguments.show:
                    shown += 1
                    print(f"refused: {language}, {form}\n{data[-400:].decode('cp1252')}")
        print(f"{refused} of {arguments.count} files in Windows-1252 refused")
        taken = collections.Counter()
        total = collections.Counter()
        for language, (encodings, texts) in OTHERS.items():
            for encoding in encodings.split():
                for number in range(10):
                    form = forms[number % len(forms)]
                    total[language, encoding] += 1
                    taken[language, encoding] += not isRefused(file(form, texts, encoding, generator, number % 2 == 1), form)
        for (language, encoding), count in total.items():
            if taken[language, encoding]:
                print(f"{language} in {encoding}: {taken[language, encoding]} of {count} read as Windows-1252")
        print(f"{sum(taken.values())} of {sum(total.values())} files in other encodings read as Windows-1252")
    return refused > 0


if __name__ == "__main__":
    sys.exit(main())
