// All people and companies of the simulation are made up from these lists.

/** Given names by the gender code of the sparkov format. */
export const givenNames: Readonly<Record<'F' | 'M', readonly string[]>> = {
  F: list(`Ada Alma Amara Anita Beatrice Bella Bonnie Carla Celia Clara Cora Dana Delia Dora Edith
    Elena Eliza Elsie Esther Eva Fay Flora Freda Gina Grace Greta Hazel Helen Hilda Ida Ines Irene
    Iris Ivy Jana June Kara Kira Lena Lila Lois Lorna Lucia Mabel Maeve Marta Maya Mina Nadia Nell
    Nina Nora Olive Opal Pearl Petra Rhea Rita Rosa Ruth Selma Sonia Stella Tessa Thea Una Vera Vida
    Viola Wilma Yara Zelda`),
  M: list(`Abel Adam Alvin Amos Anton Arlo Asa Axel Basil Boris Bruno Caleb Carl Cecil Clyde Cyrus
    Dale Dario Dean Edgar Edwin Eli Emil Enzo Ezra Felix Floyd Frank Glen Gus Hal Hank Harvey Hugo
    Ian Igor Ira Ivan Jonas Jude Karl Keith Kurt Lars Leon Levi Lionel Luca Marco Milo Miles Ned Noah
    Nolan Omar Orson Oscar Otis Otto Pablo Ralph Ray Rex Roman Rufus Silas Simon Stan Theo Tomas
    Vance Victor Wade Walter Yusuf Zane`),
}

/** Family names, of people and in the names of companies. */
export const familyNames: readonly string[] =
  list(`Abbey Ackland Alder Amberson Arkwright Ashdown Barlow Bascombe Beckwith Bellamy Birchall
    Blakemore Bowyer Brackett Brandt Burwell Calloway Carrow Castellan Chadwell Clavering Colby
    Copperfield Corwin Cray Dalloway Darrow Deering Delacroix Dray Dunmore Eastlake Eddison Ellery
    Elmhurst Fairburn Farrow Fenwick Fielding Flint Forsyth Gable Garrick Gladwin Goss Grantham
    Greaves Hadley Halden Harcourt Hartnell Hawley Heath Holloway Hurst Ingleby Ivers Jarvis Jessup
    Kersey Kestrel Kingsley Kirkwood Lacey Langdon Larkspur Latham Lindqvist Lockhart Lovell Lund
    Maddox Marlowe Mercer Merrin Minton Moberly Nash Nettleton Norwood Oakley Okafor Orwin Osgood
    Pemberly Penrose Pickett Poole Quill Quimby Radley Ravenel Redfern Rhodes Rosario Rowntree
    Sandoval Sefton Selby Severin Shelby Sorrel Stanhope Sterling Talbot Tanaka Thackeray Thorne
    Tilden Underhill Vance Varga Vickery Wainwright Wardlow Wexford Whitlock Winslow Wolcott Yardley
    Yates Zabel`)

/** Streets, to be followed by a kind of street. */
export const streetNames: readonly string[] =
  list(`Acorn Alder Aspen Beacon Birch Cedar Chestnut Clover Copper Cypress Dogwood Elm Fern Garden
    Harbor Hawthorn Hazel Hickory Hillside Juniper Lake Laurel Linden Magnolia Maple Meadow Mill
    Mulberry Oak Orchard Park Pine Poplar Prairie Quarry River Rose Spruce Summit Sycamore Valley
    Walnut Willow`)

/** Kinds of street. */
export const streetKinds: readonly string[] = list(
  'Street Avenue Road Lane Court Drive Place Terrace Way Circle',
)

/** Occupations. */
export const jobs: readonly string[] =
  `Accountant|Actor|Architect|Art therapist|Baker|Bank clerk|Barista|Biologist|Bookseller|Bus driver
  Carpenter|Cartographer|Chef|Chemical engineer|Civil engineer|Copywriter|Dental hygienist|Dietitian
  Economist|Electrician|Event planner|Farm manager|Film editor|Firefighter|Florist|Geologist
  Graphic designer|Hairdresser|Health visitor|Historian|Hotel manager|Illustrator|Insurance broker
  Interpreter|Journalist|Land surveyor|Landscape architect|Lawyer|Librarian|Logistics manager
  Mechanical engineer|Midwife|Museum curator|Music teacher|Nurse|Occupational therapist|Optometrist
  Paramedic|Pharmacist|Photographer|Physicist|Pilot|Plumber|Police officer|Primary school teacher
  Product designer|Psychologist|Quantity surveyor|Radiographer|Retail manager|Sales executive
  Science writer|Secondary school teacher|Secretary|Social worker|Software engineer|Solicitor
  Sound technician|Statistician|Surgeon|Tax adviser|Tour guide|Town planner|Translator|Tree surgeon
  Veterinary surgeon|Warehouse manager|Web developer|Youth worker`
    .split(/\n\s*|\|/)
    .filter(Boolean)

function list(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}
