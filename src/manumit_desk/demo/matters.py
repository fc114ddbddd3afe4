"""What the made-up tips and cases say."""

TIPS: tuple[tuple[str, str], ...] = (
    ("sex", "Different men come and go at {firm} all night. A young woman cries in room 14 and never comes out alone."),
    ("labour", "Workers at {firm} sleep eight to a trailer. The boss keeps their passports in his office."),
    ("sex", "My niece stopped answering. An older man who calls himself {nick} bought her a phone and clothes."),
    ("labour", "The recruiter promised 15 dollars an hour. We got 300 for a month and owe him 4,000. Call {phone}."),
    ("sex", "An ad shows the same girl in three cities in one week. The number is {phone}."),
    (
        "both",
        "A van with plate {plate} brings people to {firm} before dawn and back after dark. The doors lock outside.",
    ),
    (
        "labour",
        "A cook at {firm} told me that he may not leave until his debt is paid. He has burns that nobody treats.",
    ),
    ("unsure", "A girl of maybe 15 at {firm} asked me for help and then a man pulled her away."),
)
"""What sort, and the words. {firm}, {nick}, {phone} and {plate} are filled in."""
SPANISH_TIPS: tuple[tuple[str, str], ...] = (
    (
        "labour",
        "En {firm} nos quitaron los papeles. Trabajamos catorce horas y no nos pagan. El encargado se llama {nick}.",
    ),
    (
        "sex",
        "En {firm} tienen a una muchacha que no habla inglés. Un hombre la cuida siempre. Su teléfono es {phone}.",
    ),
    (
        "both",
        "Una camioneta con placas {plate} trae mujeres a {firm}. Dicen que les deben dinero y no las dejan salir.",
    ),
)
TITLES: tuple[tuple[str, str, str], ...] = (
    ("investigation", "sex", "Night work at {firm}"),
    ("investigation", "labour", "Unpaid crews at {firm}"),
    ("task_force", "both", "The van with plate {plate}"),
    ("investigation", "sex", "Advertisements with {phone}"),
    ("task_force", "labour", "Debts owed to {nick}"),
)
NOTES = (
    "The clerk saw the van twice this week and will call when it comes back.",
    "The landlord has no lease for the second building. Asked the county for the file.",
    "A neighbor heard shouting on three nights. She is willing to speak, not to be named.",
    "The payroll shows twelve names; the crew chief feeds thirty.",
    "The number was topped up in cash at the same store on four Fridays.",
)
TASKS = (
    "Ask the motel for its register",
    "Check the plate again",
    "Call the interpreter",
    "Compare with the labor file",
)
EVENTS = (
    ("Recruitment", "Met at a bus station and promised a job"),
    ("Transit", "Driven across the state line at night"),
    ("Exploitation", "Made to work fourteen hours a day"),
)
