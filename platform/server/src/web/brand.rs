//! A council's colours as a stylesheet of custom properties.
//!
//! The address carries the colours (`/assets/brand/14532d-ffffff-e0a526.css`), so that the answer depends on nothing
//! else: no tenant, no session, kept by browsers for ever, and a change of colour is a new address. Pages need no
//! inline style, which the content security policy forbids.

use super::Brand;

/// Used where a colour is not `#rrggbb`; a council's folder is checked for that long before.
const CALM: [&str; 3] = ["1f3a4d", "ffffff", "d9a441"];

/// The address of a council's stylesheet.
#[must_use]
pub fn href(brand: &Brand) -> String {
    let given = [&brand.colour, &brand.colour_text, &brand.accent];
    let colours: Option<Vec<&str>> =
        given.iter().map(|colour| colour.strip_prefix('#').filter(|hex| is_colour(hex))).collect();
    format!("/assets/brand/{}.css", colours.as_deref().unwrap_or(&CALM).join("-").to_ascii_lowercase())
}

/// The stylesheet of a file name that [`href`] made, `None` for any other.
#[must_use]
pub fn stylesheet(file_name: &str) -> Option<String> {
    let colours: Vec<_> = file_name.strip_suffix(".css")?.split('-').collect();
    let [colour, text, accent] = colours.as_slice() else { return None };
    colours
        .iter()
        .all(|colour| is_colour(colour))
        .then(|| format!(":root{{--council-colour:#{colour};--council-text:#{text};--council-accent:#{accent}}}"))
}

fn is_colour(hex: &str) -> bool {
    hex.len() == 6 && hex.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_and_the_stylesheet_agree() {
        let brand = Brand {
            name: String::new(),
            strapline: String::new(),
            colour: "#14532D".to_owned(),
            colour_text: "#ffffff".to_owned(),
            accent: "#e0a526".to_owned(),
            email: None,
            phone: None,
        };
        assert_eq!(href(&brand), "/assets/brand/14532d-ffffff-e0a526.css");
        assert_eq!(
            stylesheet("14532d-ffffff-e0a526.css").as_deref(),
            Some(":root{--council-colour:#14532d;--council-text:#ffffff;--council-accent:#e0a526}")
        );
    }

    #[test]
    fn nothing_but_colours_gets_into_the_stylesheet() {
        for name in ["14532d-ffffff.css", "14532d-ffffff-}body{.css", "14532d-ffffff-e0a526", "red-green-blue.css"] {
            assert_eq!(stylesheet(name), None, "{name}");
        }
    }
}
