"""The made-up people, numbers, firms and places that agencies' records have in common, each spelt as it comes."""

from dataclasses import dataclass
from random import Random

SUSPECTS: tuple[tuple[str, str, str, str], ...] = (
    ("Rolf", "Brandt", "1979-04-12", "Rolfi"),
    ("Marcus", "Delacroix", "1984-11-03", "Mack"),
    ("Yevgeny", "Sokolenko", "1975-07-21", "Zhenya"),
    ("Hector", "Barragan Luna", "1981-02-17", "Tito"),
    ("Denise", "Fontenot", "1988-09-09", "Nisey"),
    ("Tyrell", "Oakes", "1992-06-30", "T-Oak"),
    ("Ignacio", "Villareal Soto", "1969-12-01", "Nacho"),
    ("Sandra", "Kowalczyk", "1977-03-25", "Sandy"),
    ("Viktor", "Hradec", "1980-10-14", "Vik"),
    ("Lamar", "Pruitt", "1990-01-19", "Lam"),
    ("Esperanza", "Cordero Rios", "1973-08-08", "Pera"),
    ("Dmitri", "Volkonen", "1986-05-05", "Dima"),
    ("Calvin", "Arceneaux", "1983-07-07", "Cal"),
    ("Nikolai", "Petrossian", "1971-11-11", "Kolya"),
    ("Brenda", "Stallworth", "1985-02-02", "Bree"),
    ("Osvaldo", "Tamez Leal", "1978-06-16", "Valdo"),
)
"""Given name, family name, date of birth, what they are called."""
SURVIVORS: tuple[tuple[str, str, str], ...] = (
    ("Marisol", "Quetzal Tum", "2001-03-14"),
    ("Ana", "Ixchel Cuc", "1998-10-30"),
    ("Thandi", "Mokoena", "1996-01-22"),
    ("Lin", "Xiaoyu", "1994-12-05"),
    ("Paola", "Herrera Diaz", "2003-07-19"),
    ("Kalyani", "Thapa", "1990-05-28"),
    ("Jasmine", "Redfeather", "2005-09-02"),
    ("Oksana", "Bilenko", "1999-02-11"),
)
FIRMS: tuple[tuple[str, str, str], ...] = (
    ("Palm Court Motel", "2210 Old Spanish Road", "Rivera"),
    ("Golden Lotus Spa", "418 Canal Street", "Port Harbor"),
    ("Delta Pride Seafood LLC", "9 Cannery Lane", "Port Harbor"),
    ("Sunrise Labor Contractors", "77 Ranch Road 5", "Rivera"),
    ("Blue Heron Farms Inc", "1400 County Line Road", "Mesa Verde"),
    ("QuickClean Janitorial", "303 Third Avenue", "Rivera"),
    ("Truckers Rest Plaza", "Exit 118, Highway 40", "Mesa Verde"),
    ("Star Nails and Beauty", "56 Market Street", "Port Harbor"),
)
VEHICLES = (
    ("KTR4471", "TX", "Ford", "Transit"),
    ("902XLM", "LA", "Chevrolet", "Express"),
    ("BDV7719", "NM", "Honda", "Odyssey"),
    ("GPL3308", "TX", "Dodge", "Caravan"),
    ("77KQZ1", "LA", "Toyota", "Sienna"),
)
PHONES = tuple(
    f"{area}55501{number:02}" for area, number in zip((504, 512, 505, 713, 337) * 5, range(20, 45), strict=True)
)

GIVEN = tuple("Aldo Berit Casimir Delia Emeka Fiona Gaspar Hilde Imran Juno Karim Leda Milos Nadia Otto Petra".split())
FAMILY = tuple(
    "Abara Bellweather Corrigan Duquesne Estrella Farkas Gunnarson Haddad Ilves Jarmusch Kessel Lovato".split()
)
TRADES = tuple("Cleaning Harvest Seafood Nails Massage Roofing Landscaping Motel Staffing Transport".split())
ALONE = 0.6
"""The share of those named that occur once only, as most do."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Draws from what is in common, spelt the way a tired person might."""

    chance: Random

    def suspect(self) -> dict[str, str]:
        """A person with a name and mostly a date of birth; now and then mistyped or by the other name."""
        if self.chance.random() < ALONE:
            year, month, day = (
                self.chance.randrange(1960, 2000),
                self.chance.randrange(1, 13),
                self.chance.randrange(1, 29),
            )
            return {
                "given_name": self.chance.choice(GIVEN),
                "family_name": self.chance.choice(FAMILY),
                "birth_date": f"{year}-{month:02}-{day:02}",
            }
        number = self.chance.randrange(len(SUSPECTS))
        given, family, birth, known_as = SUSPECTS[number]
        fields = {"given_name": given, "family_name": self._mistyped(family), "birth_date": birth}
        if self.chance.random() < 0.3:
            fields["other_names"] = known_as
        if self.chance.random() < 0.25:
            fields["birth_date"] = birth[:4]
        if self.chance.random() < 0.6:
            fields["phone"] = self.spelt(PHONES[number])
        return fields

    def survivor(self) -> dict[str, str]:
        """A survivor's name and date of birth."""
        given, family, birth = self.chance.choice(SURVIVORS)
        return {"given_name": given, "family_name": family, "birth_date": birth}

    def firm(self) -> dict[str, str]:
        """A business with its address."""
        name, street, city = self.chance.choice(FIRMS)
        if self.chance.random() < ALONE:
            name = f"{self.chance.choice(FAMILY)} {self.chance.choice(TRADES)}"
            street = f"{self.chance.randrange(100, 9000)} {self.chance.choice(FAMILY)} Street"
        return {
            "name": name.replace("LLC", "L.L.C.") if self.chance.random() < 0.3 else name,
            "address": street,
            "city": city,
        }

    def vehicle(self) -> dict[str, str]:
        """A vehicle by its plate."""
        plate, region, make, model = self.chance.choice(VEHICLES)
        if self.chance.random() < ALONE:
            plate = f"{self.chance.choice(GIVEN)[:3].upper()}{self.chance.randrange(1000, 10_000)}"
        return {"plate": plate, "region": region, "make": make, "model": model}

    def phone(self) -> str:
        """A phone number, in one of the ways in which they are written."""
        if self.chance.random() < ALONE:
            return self.spelt(
                f"{self.chance.choice((202, 303, 404, 505, 606, 707))}55501{self.chance.randrange(50, 100)}"
            )
        return self.spelt(self.chance.choice(PHONES))

    def spelt(self, number: str) -> str:
        """A number in one of the ways in which they are written."""
        area, middle, last = number[:3], number[3:6], number[6:]
        return self.chance.choice(
            [f"({area}) {middle}-{last}", f"+1 {area} {middle} {last}", f"{area}.{middle}.{last}", number]
        )

    def _mistyped(self, name: str) -> str:
        if self.chance.random() > 0.2:
            return name
        at = self.chance.randrange(1, len(name) - 1)
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
