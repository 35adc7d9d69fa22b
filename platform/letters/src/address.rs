//! The recipient's address, which must show in the window of a DL envelope, and nothing else with it.
//!
//! Long lines are broken first, then the type is made smaller, down to a size that people and sorting machines still
//! read. What does not fit then is refused: a letter whose address is cut off goes to the wrong house, or nowhere.

use serde::Serialize;

use crate::PressError;
use crate::words::Words;

/// The most lines of a recipient's name and address.
pub const MAX_LINES: usize = 9;

/// Where an address may be on the first page, in millimetres from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Window {
    /// What shows through a DL window after folding, wherever the paper slides.
    pub const DL: Self = Self { left: 24.6, right: 120.0, top: 39.5, bottom: 66.3 };
}

/// Where the address begins, within the window, in millimetres.
const LEFT: f64 = 25.0;
const TOP: f64 = 40.0;
/// Room for rounding and for the fonts that are taller than the usual one, in millimetres.
const SLACK: f64 = 0.4;
/// Points to a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// Sizes of type, in points, the usual one first.
const SIZES: [f64; 8] = [11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5];
/// How far apart lines are, in sizes of type: generous where there is room, else close.
const SPACINGS: [f64; 2] = [1.25, 1.06];
/// The height of one line without the space around it, in sizes of type. The template says the same.
const LINE: f64 = 1.15;

/// An address as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Fitted {
    pub(crate) lines: Vec<String>,
    size: f64,
    /// Between lines, in sizes of type.
    leading: f64,
    left: f64,
    top: f64,
}

const FIELD: &str = "the recipient's address";

pub(crate) fn fit(words: &mut Words<'_>, recipient: &[String]) -> Result<Fitted, PressError> {
    let lines = recipient.iter().map(|line| words.unbroken(FIELD, line)).collect::<Result<Vec<_>, _>>()?;
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err(PressError::Missing { field: FIELD });
    }
    if lines.len() > MAX_LINES {
        return Err(PressError::TooManyLines { field: FIELD, lines: lines.len(), limit: MAX_LINES });
    }
    let width = (Window::DL.right - LEFT - SLACK) * POINTS;
    let height = (Window::DL.bottom - TOP - SLACK) * POINTS;
    let mut needed = lines.len();
    for size in SIZES {
        let broken: Vec<String> = lines.iter().flat_map(|line| broken(words, line, width / size)).collect();
        needed = broken.len();
        let Ok(gaps) = u16::try_from(needed - 1) else { continue };
        let fits = |spacing: &f64| (f64::from(gaps) * spacing + LINE) * size <= height;
        if let Some(spacing) = SPACINGS.into_iter().find(fits) {
            return Ok(Fitted { lines: broken, size, leading: spacing - LINE, left: LEFT, top: TOP });
        }
    }
    Err(PressError::AddressTooLarge { lines: needed, limit: MAX_LINES })
}

/// A line, broken where it is wider than the window: between words, or else within one.
fn broken(words: &Words<'_>, line: &str, width: f64) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation;

    let wide = |text: &str| words.fonts.width(text) > width;
    let mut result = vec![String::new()];
    for word in line.split(' ') {
        let last = result.len() - 1;
        let joined = if result[last].is_empty() { word.to_owned() } else { format!("{} {word}", result[last]) };
        if !wide(&joined) {
            result[last] = joined;
            continue;
        }
        if !result[last].is_empty() {
            result.push(String::new());
        }
        for cluster in word.graphemes(true) {
            let last = result.len() - 1;
            if !result[last].is_empty() && wide(&format!("{}{cluster}", result[last])) {
                result.push(String::new());
            }
            let last = result.len() - 1;
            result[last].push_str(cluster);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;

    fn fitted(lines: &[&str]) -> Result<Fitted, PressError> {
        let fonts = Fonts::load().unwrap();
        let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        fit(&mut Words::new(&fonts), &lines)
    }

    #[test]
    fn a_usual_address_has_the_usual_size() {
        let address = fitted(&["Ms A Jones", "", "1 High Street", " ", "Ambervale", "AV1 2FS"]).unwrap();
        assert_eq!((address.lines.len(), address.size), (4, 11.0));
    }

    #[test]
    fn nine_lines_are_printed_smaller_and_ten_are_refused() {
        assert!(fitted(&["Flat 1"; 9]).unwrap().size >= 7.5);
        let refused = fitted(&["Flat 1"; 10]).unwrap_err();
        assert_eq!(refused, PressError::TooManyLines { field: FIELD, lines: 10, limit: 9 });
        assert!(refused.to_string().contains("9 is the most"), "{refused}");
        assert_eq!(fitted(&[" ", "\u{200b}"]).unwrap_err(), PressError::Missing { field: FIELD });
    }

    #[test]
    fn a_long_line_is_broken_and_nothing_of_it_is_lost() {
        let long = "The Honorary Secretary of the Residents' Association of Upper and Lower Middleton on the Hill";
        let address = fitted(&[long, "Ambervale"]).unwrap();
        assert!(address.lines.len() > 2);
        assert_eq!(address.lines.join(" "), format!("{long} Ambervale"));
        let word = "W".repeat(150);
        assert_eq!(fitted(&[&word]).unwrap().lines.concat(), word);
    }

    #[test]
    fn an_address_that_needs_too_many_lines_is_refused() {
        let wide = "W".repeat(120);
        assert!(
            matches!(fitted(&[wide.as_str(); 9]), Err(PressError::AddressTooLarge { lines, limit: 9 }) if lines > 9)
        );
    }
}
