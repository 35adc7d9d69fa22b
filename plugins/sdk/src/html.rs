//! Pages that other systems make for people. They are read as browsers read them, token by token (WHATWG HTML), and looked
//! through by names, classes and texts: never by where something stands in the page's source.

use core::convert::Infallible;
use core::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A page. It takes a few times the memory of its source: what a plugin allocates is there until its call ends, so all texts lie
/// in one, and nothing grows while it is read.
#[derive(Debug)]
pub struct Page {
    /// All names, values and texts.
    text: String,
    pieces: Vec<Piece>,
    /// Names and values of all elements.
    attributes: Vec<(Part, Part)>,
}

/// Where something lies in `Page::text`.
#[derive(Debug, Clone, Copy)]
struct Part(u32, u32);

#[derive(Debug)]
enum Piece {
    /// A name, and which of the attributes are its own.
    Start(Part, Range<u32>),
    End(Part),
    Text(Part),
}

/// One element of a page.
#[derive(Debug, Clone, Copy)]
pub struct Element<'p> {
    page: &'p Page,
    at: usize,
}

impl Page {
    /// Reads a page, as far as it is one: nothing is so broken that a browser would refuse it.
    pub fn read(bytes: &[u8]) -> Self {
        let count = |mark: u8| bytes.iter().filter(|byte| **byte == mark).count();
        let mut page = Self {
            text: String::with_capacity(bytes.len()),
            pieces: Vec::with_capacity(2 * count(b'<') + 1),
            attributes: Vec::with_capacity(count(b'=')),
        };
        let mut in_start = false;
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            page.take(event, &mut in_start);
            None
        });
        // Scripts are texts of their own.
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(bytes, emitter).finish();
        page
    }

    /// Takes what comes next. Attributes count between the begin and the end of a start tag; those of an end tag are nobody's.
    fn take(&mut self, event: CallbackEvent<'_>, in_start: &mut bool) {
        let attributes = u32::try_from(self.attributes.len()).unwrap_or(u32::MAX);
        match event {
            CallbackEvent::OpenStartTag { name } => {
                *in_start = true;
                let name = self.part(name);
                self.pieces.push(Piece::Start(name, attributes..attributes));
            }
            CallbackEvent::AttributeName { name } if *in_start => {
                let name = self.part(name);
                self.attributes.push((name, Part(name.1, name.1)));
                if let Some(Piece::Start(_, own)) = self.pieces.last_mut() {
                    own.end = attributes + 1;
                }
            }
            CallbackEvent::AttributeValue { value } if *in_start => {
                let value = self.part(value);
                if let Some((_, last)) = self.attributes.last_mut() {
                    *last = value;
                }
            }
            CallbackEvent::CloseStartTag { .. } => *in_start = false,
            CallbackEvent::EndTag { name } => {
                let name = self.part(name);
                self.pieces.push(Piece::End(name));
            }
            CallbackEvent::String { value } => {
                let text = self.part(value);
                self.pieces.push(Piece::Text(text));
            }
            CallbackEvent::AttributeName { .. }
            | CallbackEvent::AttributeValue { .. }
            | CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn part(&mut self, bytes: &[u8]) -> Part {
        let begins = self.text.len();
        self.text.push_str(&String::from_utf8_lossy(bytes));
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Part(place(begins), place(self.text.len()))
    }

    fn text_of(&self, part: Part) -> &str {
        self.text.get(part.0 as usize..part.1 as usize).unwrap_or_default()
    }

    /// All elements, in the order in which they begin.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        let is_start = |at: &usize| matches!(self.pieces[*at], Piece::Start(..));
        (0..self.pieces.len()).filter(is_start).map(|at| Element { page: self, at })
    }
}

impl<'p> Element<'p> {
    pub fn name(self) -> &'p str {
        self.page.text_of(self.start().0)
    }

    /// An attribute, its entities written out.
    pub fn attribute(self, name: &str) -> Option<&'p str> {
        let own = self.start().1;
        let attributes = self.page.attributes.get(own.start as usize..own.end as usize)?;
        let (_, value) = attributes.iter().find(|(known, _)| self.page.text_of(*known) == name)?;
        Some(self.page.text_of(*value))
    }

    fn start(self) -> (Part, Range<u32>) {
        let Piece::Start(name, attributes) = &self.page.pieces[self.at] else {
            unreachable!("an element is a start tag")
        };
        (*name, attributes.clone())
    }

    /// Whether the class is one of the element's.
    pub fn is(self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|known| known == class))
    }

    /// The elements within this one.
    pub fn within(self) -> impl Iterator<Item = Element<'p>> {
        let ends = self.ends();
        self.page
            .elements()
            .skip_while(move |element| element.at <= self.at)
            .take_while(move |element| element.at < ends)
    }

    /// The elements after this one, those within it left out.
    pub fn after(self) -> impl Iterator<Item = Element<'p>> {
        let ends = self.ends();
        self.page.elements().skip_while(move |element| element.at < ends)
    }

    /// All text within this element, on one line.
    pub fn text(self) -> String {
        let text = |piece: &'p Piece| match piece {
            Piece::Text(text) => Some(self.page.text_of(*text)),
            _ => None,
        };
        let texts: Vec<_> = self.page.pieces[self.at..self.ends()].iter().filter_map(text).collect();
        texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where its end tag is, or the page ends.
    fn ends(self) -> usize {
        let mut depth = 0_usize;
        for (at, piece) in self.page.pieces.iter().enumerate().skip(self.at) {
            match piece {
                Piece::Start(name, _) if self.page.text_of(*name) == self.name() => depth += 1,
                Piece::End(name) if self.page.text_of(*name) == self.name() => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        self.page.pieces.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_a_browser_reads_it() {
        let page = "<!doctype html><script>if (a<b) { x = '<p class=meeting>no</p>' }</script><!-- <p class=meeting> -->\
            <DIV Class='a meeting'>One <b title hidden=''>&amp; two</b id=no class=no><div>three<br></div></div> <a href=/x?a=1&amp;b=2>four";
        let page = Page::read(page.as_bytes());
        let meetings: Vec<_> = page.elements().filter(|element| element.is("meeting")).collect();
        let [meeting] = meetings[..] else { panic!("{meetings:?}") };
        assert_eq!((meeting.name(), meeting.text()), ("div", "One & two three".to_owned()));
        assert_eq!(meeting.within().map(Element::name).collect::<Vec<_>>(), ["b", "div", "br"]);
        assert_eq!((meeting.attribute("class"), meeting.attribute("id")), (Some("a meeting"), None));
        let bold = meeting.within().next().expect("an element within");
        assert_eq!(
            (bold.attribute("title"), bold.attribute("hidden"), bold.attribute("id")),
            (Some(""), Some(""), None)
        );
        let link = meeting.after().next().expect("a link after it");
        assert_eq!((link.attribute("href"), link.text()), (Some("/x?a=1&b=2"), "four".to_owned()));
    }
}
