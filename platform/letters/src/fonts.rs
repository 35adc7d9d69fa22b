//! The fonts that are part of the program.
//!
//! Fonts of the machine are not used: what a letter looks like must not depend on where it was printed. Each family comes
//! in regular and bold, and a character counts as known when one family has it in both, since the template may print any
//! text in either.
//!
//! They are under the SIL Open Font, GUST and Bitstream Vera licences. Whoever gives the program to others gives the `NOTICE`
//! of the crate `typst-assets` with it.

use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations, FontWeight};
use typst::utils::LazyHash;

use crate::PressError;

/// In the order in which they are tried. The first has Latin, Greek, Cyrillic and Hebrew; the others Arabic and symbols.
pub(crate) const FAMILIES: [&str; 3] = ["Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"];

pub(crate) struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// The same, a family each, ready for measuring.
    faces: Vec<[FontInstance; 2]>,
}

impl Fonts {
    pub(crate) fn load() -> Result<Self, PressError> {
        let all: Vec<Font> = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        let face = |family: &str, weight| {
            let variant = FontVariant { weight, ..FontVariant::default() };
            all.iter().find(|font| font.info().family == family && font.info().variant == variant).cloned()
        };
        let measured =
            |font: &Font| font.clone().instantiate(font.info().variant, Abs::pt(11.0), &FontVariations::default());
        let (mut fonts, mut faces) = (Vec::new(), Vec::new());
        for family in FAMILIES {
            let (Some(regular), Some(bold)) = (face(family, FontWeight::REGULAR), face(family, FontWeight::BOLD))
            else {
                return Err(PressError::Setup { reason: format!("the font {family} is not part of the program") });
            };
            faces.push([measured(&regular), measured(&bold)]);
            fonts.extend([regular, bold]);
        }
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, faces })
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// Whether one family has all of these characters. A letter and its accents must come from the same.
    pub(crate) fn have(&self, cluster: &str) -> bool {
        self.faces
            .iter()
            .any(|faces| cluster.chars().all(|character| faces.iter().all(|face| glyph(face, character).is_some())))
    }

    /// How wide a line is in the regular face, in units of the size of its type, when nothing is kerned.
    pub(crate) fn width(&self, line: &str) -> f64 {
        const UNKNOWN: f64 = 1.0;
        let wide = |[regular, _]: &[FontInstance; 2], character| {
            glyph(regular, character).and_then(|glyph| regular.x_advance(glyph)).map(Em::get)
        };
        let width = |character| self.faces.iter().find_map(|faces| wide(faces, character)).unwrap_or(UNKNOWN);
        line.chars().map(width).sum()
    }
}

/// The glyph of a character; not the box that stands for those that are missing.
fn glyph(face: &FontInstance, character: char) -> Option<u16> {
    face.ttf().glyph_index(character).map(|glyph| glyph.0).filter(|&glyph| glyph != 0)
}
