//! A council's colour.

use std::fmt;
use std::str::FromStr;

use crate::PressError;

/// A colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// What text is printed in when the council's own colour is too light for it.
const INK: Colour = Colour { red: 0x22, green: 0x2b, blue: 0x33 };
/// WCAG 2.2, 1.4.3: the least contrast of text.
const READABLE: f64 = 4.5;

impl Colour {
    /// This colour where text in it can be read on white paper, else a dark grey. Rules and bars may have any colour,
    /// since they say nothing.
    pub(crate) fn ink(self) -> Self {
        if self.contrast_on_white() >= READABLE { self } else { INK }
    }

    fn contrast_on_white(self) -> f64 {
        let light = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = 0.2126 * light(self.red) + 0.7152 * light(self.green) + 0.0722 * light(self.blue);
        1.05 / (luminance + 0.05)
    }
}

impl FromStr for Colour {
    type Err = PressError;

    fn from_str(text: &str) -> Result<Self, PressError> {
        let wrong = || PressError::Colour { value: text.chars().take(20).collect() };
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| wrong());
        Ok(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits_after_a_hash() {
        assert_eq!("#1A2b3c".parse::<Colour>().unwrap().to_string(), "#1a2b3c");
        for wrong in ["", "#", "1a2b3c", "#1a2b3", "#1a2b3cd", "#gggggg", "#+1+2+3", "#ééé", "red", "#1a2b3c\")"] {
            assert!(matches!(wrong.parse::<Colour>(), Err(PressError::Colour { .. })), "{wrong}");
        }
    }

    #[test]
    fn text_is_never_printed_in_a_colour_too_light_to_read() {
        let ink = |text: &str| text.parse::<Colour>().unwrap().ink().to_string();
        assert_eq!(ink("#00563f"), "#00563f");
        assert_eq!(ink("#767676"), "#767676", "the lightest grey that is readable");
        assert_eq!(ink("#777777"), INK.to_string());
        assert_eq!(ink("#ffdd00"), INK.to_string());
    }
}
