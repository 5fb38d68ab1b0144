"""Invented names: the words that the sample firms and people are put together from."""

from itertools import product

import numpy as np

CITIES = "Cork, Dublin, Galway, Limerick, Waterford, Kilkenny, Kinsale, Cobh, Wexford, Tralee, Sligo, Nantes"
CITY_SHARES = (0.30, 0.16, 0.10, 0.08, 0.08, 0.06, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02)
TRADES = {
    "Hospitality": "Hotel, Café, Kitchen, Guesthouse, Catering, Tea Rooms",
    "Retail": "Homeware, Outfitters, Bookshop, Florist, Cycles, Pet Supplies",
    "Construction": "Builders, Roofing, Joinery, Architects, Surveyors, Landscapes",
    "Health": "Dental, Physiotherapy, Opticians, Clinic, Pharmacy, Veterinary Practice",
    "Professional services": "Solicitors, Consulting, Recruitment, Insurance Brokers, Translations, Training",
    "Technology": "Software, Robotics, Systems, Analytics, Hosting, Sensors",
    "Food and drink": "Bakery, Brewing, Cheesemakers, Orchards, Seafood, Coffee Roasters",
    "Education and charity": "Montessori, Language School, Arts Trust, Music Academy, Youth Theatre",
    "Manufacturing": "Ceramics, Instruments, Packaging, Textiles, Furniture, Boatyard",
    "Transport": "Haulage, Couriers, Ferries, Coaches, Freight, Motors",
}
HEADS = (
    "Tarnwick, Quillbrook, Saltmere, Ossbury, Wrenfield, Pellgate, Larkmoor, Thistlecombe, Brackenshaw, "
    "Cindermoor, Elmarsh, Foxhollow, Gullcrest, Hartspring, Ivorne, Juniper Row, Kelpie Bay, Lowmarrow, "
    "Mistlethorpe, Nettlefold Lane, Oakhanger, Pebblestrand, Rookwell, Sandpiper Quay, Tidewrack, "
    "Umberleigh, Violet Hill, Weirgate, Yarrowdene, Zephyr Point, Amberwick, Birchmantle, Cloverstone, "
    "Dapplebrook, Eiderfield, Ferncastle, Goldfinch, Hazelmount, Inkwell, Jackdaw, Kittiwake, Limewash, "
    "Moonpenny, Ninefold, Otterburrow, Plumtree, Quayside Nine, Rosehip, Silverweed, Teasel, Undertow, "
    "Velvetine, Willowmere, Bluestack, Yellowhammer, Ashlarstone, Bellweather, Cobblemoor, Dovecote, "
    "Emberley"
)
PARTNERS = (
    "Calderwell, Finchley-Moore, O'Brannagh, Dessaline, Petrossi, Hallorane, Vanterpol, Mac Giollarua, "
    "Sørvik, Ferrault, Kowalenko, Adebisi, Nakamori, Lindqvar, Brennock, Castellari, Müthel, Pryderi, "
    "Tamborine, Szarvasi, Goldenthal, Rafferton, Iyerson, Maguirke, Beaufront, Ó Suilleach, Quenneville, "
    "Stavrakos, Whitlark, Zubriggen"
)

IRISH = (
    "Aoife, Ciara, Niamh, Siobhán, Orla, Gráinne, Róisín, Saoirse, Maeve, Sinéad, Fiona, Deirdre, "
    "Clodagh, Eimear, Aisling, Brigid, Emily, Grace, Sophie, Hannah, Charlotte, Lucy, Ruth, Margaret, "
    "Conor, Seán, Pádraig, Cillian, Oisín, Eoin, Declan, Fergus, Ronan, Brendan, Diarmuid, Colm, Tadhg, "
    "Liam, Thomas, Oliver, George, Henry, Edward, Simon, Peter",
    "Murphy, Kelly, O'Sullivan, Walsh, Byrne, Ryan, O'Connor, O'Neill, Doyle, McCarthy, Gallagher, "
    "Doherty, Kennedy, Lynch, Murray, Quinn, Moore, McLoughlin, Carroll, Connolly, Daly, Nolan, Burke, "
    "Brennan, Keane, Fitzgerald, Hickey, Power, Taylor, Hughes, Bennett, Carter, Palmer, Shaw, Webb, "
    "Holland, Barker, Ellis, Fletcher, Marsh, Reid, Sinclair, Vaughan, Whelan, Healy",
)
PEOPLE = {
    "Ireland": IRISH,
    "Germany": (
        "Anna, Lena, Jürgen, Birgit, Sabine, Heike, Katrin, Jana, Ute, Greta, Lukas, Jonas, Stefan, Uwe, "
        "Matthias, Felix, Dieter, Björn",
        "Müller, Schneider, Fischer, Weber, Becker, Hoffmann, Schäfer, Koch, Bauer, Richter, Klein, Wolf, "
        "Schröder, Neumann, Krüger, Lange, Vogel, Böhm",
    ),
    "France": (
        "Camille, Chloé, Manon, Inès, Élodie, Aurélie, Margaux, Hélène, Océane, Solène, Lucas, Théo, "
        "Mathis, Rémi, Benoît, Gaël, Étienne, Olivier",
        "Martin, Bernard, Dubois, Durand, Moreau, Laurent, Lefèvre, Leroy, Roux, Fournier, Girard, "
        "Mercier, Blanc, Guérin, Perrin, Chevalier, Le Gall, Rousseau",
    ),
    "Netherlands": (
        "Sanne, Femke, Lotte, Anouk, Marijke, Fleur, Eva, Maaike, Ilse, Noor, Daan, Sem, Bram, Jeroen, "
        "Pieter, Thijs, Ruben, Willem",
        "de Jong, Jansen, de Vries, van den Berg, Bakker, van Dijk, Visser, Smit, Meijer, de Boer, "
        "Mulder, de Groot, Bos, Vos, Peters, Hendriks, Dekker, Brouwer",
    ),
    "Spain": (
        "Lucía, Paula, Carmen, Alba, Sofía, Marta, Nuria, Pilar, Rocío, Elena, Pablo, Diego, Álvaro, "
        "Javier, Sergio, Andrés, Iván, Íñigo",
        "García, Fernández, González, Rodríguez, López, Martínez, Sánchez, Pérez, Gómez, Ruiz, Díaz, "
        "Moreno, Muñoz, Romero, Navarro, Torres, Ramos, Ortega",
    ),
    "Italy": (
        "Giulia, Chiara, Francesca, Martina, Elisa, Paola, Ilaria, Noemi, Bianca, Serena, Matteo, "
        "Lorenzo, Davide, Marco, Andrea, Nicolò, Stefano, Giorgio",
        "Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, Greco, Bruno, Gallo, "
        "Conti, De Luca, Costa, Mancini, Rizzo, Lombardi",
    ),
    "Sweden": (
        "Astrid, Elsa, Linnéa, Ingrid, Maja, Freja, Karin, Sigrid, Åsa, Ebba, Erik, Lars, Nils, Gustav, "
        "Oskar, Anders, Håkan, Göran",
        "Andersson, Johansson, Karlsson, Nilsson, Eriksson, Larsson, Olsson, Persson, Svensson, Lindberg, "
        "Lindström, Berg, Sandberg, Holm, Nyström, Ek, Åberg, Sjöberg",
    ),
    "Poland": (
        "Agnieszka, Zofia, Magda, Ewa, Kasia, Joanna, Maja, Alicja, Beata, Hanna, Piotr, Tomasz, Marek, "
        "Paweł, Jakub, Michał, Łukasz, Wojciech",
        "Nowak, Kowalska, Wiśniewska, Wójcik, Kamińska, Lewandowska, Zielińska, Szymańska, Woźniak, "
        "Dąbrowska, Mazur, Krawczyk, Piotrowska, Grabowska, Pawlak, Król, Wieczorek, Sikora",
    ),
    "India": (
        "Priya, Ananya, Kavita, Meera, Sunita, Lakshmi, Neha, Divya, Pooja, Asha, Arjun, Rahul, Vikram, "
        "Sanjay, Rohan, Karthik, Amit, Nikhil",
        "Sharma, Patel, Iyer, Nair, Reddy, Gupta, Menon, Rao, Singh, Desai, Kapoor, Joshi, Mehta, Bose, "
        "Chatterjee, Pillai, Verma, Kulkarni",
    ),
    "Nigeria": (
        "Ngozi, Adaeze, Chioma, Folake, Yetunde, Amara, Ifeoma, Zainab, Bisi, Kemi, Emeka, Tunde, Chidi, "
        "Segun, Obinna, Kunle, Uche, Femi",
        "Okafor, Adeyemi, Okonkwo, Balogun, Eze, Nwosu, Adebayo, Ogunleye, Bello, Obi, Abiola, Nwachukwu, "
        "Afolabi, Danjuma, Ibrahim, Onyeka, Okoye, Lawal",
    ),
    "Middle East": (
        "Layla, Fatima, Noor, Yasmin, Rania, Salma, Huda, Dalia, Leyla, Elif, Omar, Khalid, Tariq, "
        "Hassan, Karim, Samir, Mehmet, Emre",
        "Haddad, Khoury, Mansour, Nasser, Rahman, Saleh, Aziz, Farouk, Hamdan, Darwish, Yılmaz, Demir, "
        "Kaya, Şahin, Çelik, Öztürk, Aydın, Karimi",
    ),
    "East Asia": (
        "Mei, Xin, Lan, Yuki, Hana, Sakura, Jia, Linh, Minji, Soo-jin, Wei, Jun, Hiroshi, Kenji, Takumi, "
        "Minh, Joon, Hao",
        "Chen, Wang, Li, Zhang, Liu, Huang, Tanaka, Suzuki, Sato, Nguyen, Tran, Pham, Kim, Park, Lee, Choi, Lin, Zhou",
    ),
    "Brazil": (
        "Ana, Beatriz, Larissa, Juliana, Camila, Letícia, Renata, Luana, Débora, Tânia, João, Gabriel, "
        "Rafael, Thiago, Bruno, Caio, Vinícius, Mário",
        "Silva, Santos, Oliveira, Souza, Lima, Pereira, Costa, Almeida, Ferreira, Carvalho, Gomes, "
        "Ribeiro, Araújo, Barbosa, Cardoso, Rocha, Teixeira, Magalhães",
    ),
}
"""First names and surnames by where they are at home."""

COUNTRIES = {
    "Ireland": ("Ireland", 0.46),
    "United Kingdom": ("Ireland", 0.14),
    "Germany": ("Germany", 0.09),
    "France": ("France", 0.09),
    "Netherlands": ("Netherlands", 0.07),
    "Spain": ("Spain", 0.05),
    "Italy": ("Italy", 0.05),
    "Sweden": ("Sweden", 0.03),
    "Poland": ("Poland", 0.02),
}
"""Country of the customer: whose names are most common there, share of the customers."""


def words(text: str) -> list[str]:
    "The parts of a comma-separated text."
    return text.split(", ")


def firms(rng: np.random.Generator, n: int, taken: set[str]) -> list[tuple[str, str]]:
    "`n` different firms, none of them `taken`, as (name, industry)."
    heads, partners, taken = words(HEADS), words(PARTNERS), set(taken)
    made: list[tuple[str, str]] = []
    while len(made) < n:
        industry = str(rng.choice(list(TRADES)))
        trade = str(rng.choice(words(TRADES[industry])))
        one, two = rng.choice(partners, 2, replace=False)
        head = [f"{rng.choice(heads)}", f"{rng.choice(heads)}", f"{one}", f"{one} & {two}"][rng.integers(4)]
        if f"{head} {trade}" not in taken:
            taken.add(f"{head} {trade}")
            made.append((f"{head} {trade}", industry))
    return made


def people(rng: np.random.Generator, n: int) -> list[tuple[str, str]]:
    "`n` people as (name, country); six of them have the name of somebody else."
    decks = {}
    for home, (first, last) in PEOPLE.items():
        deck = [f"{a} {b}" for a, b in product(words(first), words(last))]
        decks[home] = [deck[place] for place in rng.permutation(len(deck))]
    shares = [share for _, share in COUNTRIES.values()]
    made = []
    for country in rng.choice(list(COUNTRIES), n, p=shares):
        home = COUNTRIES[country][0] if rng.random() < 0.75 else str(rng.choice(list(PEOPLE)))
        made.append((decks[home].pop(), str(country)))
    for place, twin in rng.choice(n, (6, 2), replace=False):
        made[place] = (made[twin][0], made[place][1])
    return made
