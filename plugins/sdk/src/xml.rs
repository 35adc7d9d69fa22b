//! What other systems say in XML. Documents that declare entities of their own are refused, since nobody needs them but those
//! who want a reader to run out of memory.

pub use roxmltree::{Document, Node};

use crate::bindings::feeds::FeedError;

/// Reads a whole document whose first element has this name.
///
/// # Errors
/// When it is something else: a page that says “sorry”, or a document cut short.
pub fn read<'d>(text: &'d str, name: &str) -> Result<Document<'d>, FeedError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(text)
        .map_err(|_| FeedError::Unreadable("The other system did not answer with complete XML.".to_owned()))?;
    if document.root_element().has_tag_name(name) {
        return Ok(document);
    }
    Err(FeedError::Unreadable(format!("The other system did not answer with “{name}”.")))
}

/// The elements of this name that stand directly in `node`.
pub fn children<'a, 'd: 'a>(node: Node<'a, 'd>, name: &'static str) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| child.has_tag_name(name))
}

/// The text of the first element of this name in `node`, without spaces around it; an empty one is none.
pub fn text<'a>(node: Node<'a, '_>, name: &'static str) -> Option<&'a str> {
    children(node, name).next()?.text().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_document_of_that_name_is_read() {
        let document = read("\u{feff}<a><b> x &amp; y </b><b/></a>", "a").expect("a document");
        assert_eq!(text(document.root_element(), "b"), Some("x & y"));
        assert_eq!(text(document.root_element(), "c"), None);
        let bomb = "<!DOCTYPE a [<!ENTITY l \"lol\">]><a>&l;</a>";
        for bad in ["<a><b></a>", "<a>", "", "<html><body>Sorry</body></html>", bomb] {
            assert!(matches!(read(bad, "a"), Err(FeedError::Unreadable(_))), "{bad}");
        }
    }
}
