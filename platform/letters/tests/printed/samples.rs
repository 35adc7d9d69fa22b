//! Documents to print. The council is made up.

use std::sync::OnceLock;

use letters::{Block, Colour, Entry, Language, Letter, Letterhead, Press, Record, Reference, ReplyTo};

pub fn press() -> &'static Press {
    static PRESS: OnceLock<Press> = OnceLock::new();
    PRESS.get_or_init(|| Press::new().expect("the fonts are part of the program"))
}

pub fn strings(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

fn colour(text: &str) -> Colour {
    text.parse().expect("it is written like a colour")
}

fn reference(label: &str, value: &str) -> Reference {
    Reference { label: label.to_owned(), value: value.to_owned() }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

pub fn english() -> Letter {
    Letter {
        language: Language::English,
        sender: Letterhead {
            council: "Ambervale Council".to_owned(),
            address: strings(&["Member Services", "The Council House", "Corporation Street", "Ambervale", "AV1 2FS"]),
            phone: "01234 567890".to_owned(),
            email: "members@ambervale.example".to_owned(),
            web: "www.ambervale.example".to_owned(),
            colour: colour("#00563f"),
            reply_to: Some(ReplyTo { name: "Sam Okafor".to_owned(), role: "Member Support Officer".to_owned() }),
        },
        recipient: strings(&["Ms A Jones", "1 Mill Lane", "Nether Hopton", "Ambervale", "AV7 1QQ"]),
        date: "17 November 2026".to_owned(),
        reference: reference("Our reference", "AV-26-0142"),
        subject: "Pothole in High Street".to_owned(),
        salutation: "Dear Ms Jones".to_owned(),
        paragraphs: vec![
            paragraph(
                "Thank you for telling me about the pothole outside the library. I passed your report to the street \
                 team on the day it reached me, and they have been to look at it.",
            ),
            paragraph(
                "They measured it at six centimetres deep. That is more than our standard allows on a road with buses, \
                 so it will be repaired within five working days rather than in the next round of resurfacing.",
            ),
            Block::Heading("What happens next".to_owned()),
            Block::List(strings(&[
                "The hole is made safe with cones today.",
                "It is filled by Tuesday 24 November, in the evening, when there is least traffic.",
                "I shall write to you again when it is done, and close your case only if you agree.",
            ])),
            paragraph(
                "If anything about this is not what you expected, please call the number above or reply by letter.",
            ),
        ],
        closing: "Yours sincerely".to_owned(),
        signatory: strings(&["Councillor Priya Nair", "Member for Abbey Ward"]),
        title: "Letter to Ms A Jones about case AV-26-0142".to_owned(),
    }
}

pub fn welsh() -> Letter {
    let english = english();
    Letter {
        language: Language::Welsh,
        sender: Letterhead {
            council: "Cyngor Dyffryn Ambr".to_owned(),
            address: strings(&["Gwasanaethau'r Aelodau", "Tŷ'r Cyngor", "Stryd y Farchnad", "Dyffryn Ambr", "AV1 2FS"]),
            colour: colour("#8c1d40"),
            reply_to: Some(ReplyTo { name: "Siân Ŵyn".to_owned(), role: "Swyddog Cymorth Aelodau".to_owned() }),
            ..english.sender
        },
        recipient: strings(&["Ms Angharad Ŵyr", "Tŷ Newydd", "Lôn y Felin", "Dyffryn Ambr", "AV7 1QQ"]),
        date: "17 Tachwedd 2026".to_owned(),
        reference: reference("Ein cyfeirnod", "AV-26-0142"),
        subject: "Twll yn y ffordd ar y Stryd Fawr".to_owned(),
        salutation: "Annwyl Ms Ŵyr".to_owned(),
        paragraphs: vec![
            paragraph(
                "Diolch am roi gwybod i mi am y twll y tu allan i'r llyfrgell. Anfonais eich adroddiad at y tîm strydoedd \
                 ar y diwrnod y cyrhaeddodd, ac maent wedi bod i'w weld.",
            ),
            paragraph(
                "Mesurwyd ei ddyfnder yn chwe chentimetr. Mae hynny'n fwy nag y mae ein safon yn ei ganiatáu ar ffordd \
                 â bysiau, felly caiff ei drwsio o fewn pum diwrnod gwaith.",
            ),
            paragraph("Ŷd, dŵr, tŷ, gân, lân, gêm, môr, tî, sû a copïo: mae pob llythyren yn ei lle."),
            Block::Heading("Beth sy'n digwydd nesaf".to_owned()),
            Block::List(strings(&[
                "Caiff y twll ei wneud yn ddiogel heddiw.",
                "Caiff ei lenwi erbyn dydd Mawrth 24 Tachwedd.",
                "Byddaf yn ysgrifennu atoch eto pan fydd y gwaith wedi'i wneud.",
            ])),
        ],
        closing: "Yn gywir".to_owned(),
        signatory: strings(&["Y Cynghorydd Priya Nair", "Aelod dros Ward yr Abaty"]),
        title: "Llythyr at Ms Angharad Ŵyr".to_owned(),
    }
}

/// The same letter, going on for three pages.
pub fn long(letter: Letter) -> Letter {
    let said: Vec<Block> = (0..7).flat_map(|_| letter.paragraphs.clone()).collect();
    Letter { paragraphs: said, ..letter }
}

pub fn record() -> Record {
    let fact = |label: &str, value: &str| reference(label, value);
    let entry = |date: &str, author: &str, text: &str| Entry {
        date: date.to_owned(),
        author: author.to_owned(),
        text: text.to_owned(),
    };
    Record {
        language: Language::English,
        council: "Ambervale Council".to_owned(),
        colour: colour("#00563f"),
        reference: reference("Case", "AV-26-0142"),
        title: "Pothole in High Street".to_owned(),
        facts: vec![
            fact("Raised on", "9 November 2026"),
            fact("Raised by", "Councillor Priya Nair, Abbey Ward"),
            fact("Service", "Roads: potholes"),
            fact("Place", "High Street, by the bus stop\noutside the library"),
            fact("Stage", "Work is under way"),
            fact("Answer due", "16 November 2026"),
        ],
        entries_heading: "Progress".to_owned(),
        entries: vec![
            entry(
                "9 November 2026, 09:30",
                "Councillor Priya Nair",
                "A cyclist came off last night. It has been reported twice since the spring, and it is getting deeper.",
            ),
            entry(
                "10 November 2026, 11:05",
                "Street team",
                "Inspected: six centimetres deep, forty across.\nMade safe with cones.",
            ),
            entry(
                "17 November 2026, 14:00",
                "Street team",
                "The repair is planned for Tuesday evening, when there is least traffic.",
            ),
        ],
    }
}
