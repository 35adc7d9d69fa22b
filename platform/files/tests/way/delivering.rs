use files::Kind;
use files::deliver::{Origin, Wish, headers};
use proptest::prelude::*;

use crate::support::name;

fn value(kind: Kind, origin: Origin, wish: Wish, sent_name: &str, header: &str) -> String {
    let all = headers(kind, origin, wish, &name(sent_name));
    all.into_iter().find(|(name, _)| *name == header).unwrap().1
}

#[test]
fn only_a_picture_of_ours_is_shown() {
    for kind in Kind::ALL {
        let how = |origin, wish| value(kind, origin, wish, "a", "content-disposition");
        assert!(how(Origin::Sent, Wish::Show).starts_with("attachment;"), "{kind:?}");
        assert!(how(Origin::Drawn, Wish::Save).starts_with("attachment;"), "{kind:?}");
        let shown = how(Origin::Drawn, Wish::Show).starts_with("inline;");
        assert_eq!(shown, matches!(kind, Kind::Jpeg | Kind::Png), "{kind:?}");
    }
}

#[test]
fn every_download_is_locked() {
    for kind in Kind::ALL {
        let of = |header| value(kind, Origin::Drawn, Wish::Show, "a", header);
        assert_eq!(of("content-type"), kind.media_type());
        assert_eq!(of("x-content-type-options"), "nosniff");
        assert_eq!(of("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(of("cache-control"), "private, no-store");
        assert_eq!(of("cross-origin-resource-policy"), "same-origin");
        assert!(!kind.media_type().contains("html") && !kind.media_type().contains("svg"));
    }
}

#[test]
fn a_name_is_written_twice() {
    let of = |sent| value(Kind::Pdf, Origin::Sent, Wish::Save, sent, "content-disposition");
    assert_eq!(of("a b.pdf"), "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf");
    assert_eq!(of("tŷ (1)%.pdf"), "attachment; filename=\"t_ (1)_.pdf\"; filename*=UTF-8''t%C5%B7%20%281%29%25.pdf");
}

proptest! {
    #[test]
    fn no_name_breaks_out_of_its_header(sent in any::<String>()) {
        let value = value(Kind::Pdf, Origin::Sent, Wish::Save, &sent, "content-disposition");
        prop_assert!(value.bytes().all(|byte| (0x20..0x7F).contains(&byte)), "{value:?}");
        prop_assert_eq!(value.matches('"').count(), 2);
        prop_assert!(!value.contains('\\'));
    }
}
