use files::Kind;
use files::kind::{Found, WrongKind, identify};
use image::ImageFormat;

use crate::support::photo::{encoded, flag};
use crate::support::zip::{Zip, docx, docx_behind, office, open_document, types};
use crate::support::{all_kinds, name, on_disk};

fn known(sent_name: &str, content: &[u8]) -> Result<(Kind, String), WrongKind> {
    identify(&on_disk(content).path, &name(sent_name), &all_kinds())
        .map(|(kind, name)| (kind, name.as_str().to_owned()))
}

fn refused(sent_name: &str, content: &[u8]) -> Found {
    match known(sent_name, content) {
        Err(WrongKind::NotAllowed { found }) => found,
        other => panic!("{sent_name}: {other:?}"),
    }
}

/// `jpg` and so on: what the name said, and what it is.
fn mismatch(sent_name: &str, content: &[u8]) -> (String, Kind) {
    match known(sent_name, content) {
        Err(WrongKind::NotWhatItSays { says, is }) => (says, is),
        other => panic!("{sent_name}: {other:?}"),
    }
}

fn film(brand: &str) -> Vec<u8> {
    [b"\0\0\0\x14ftyp", brand.as_bytes(), b"\0\0\0\0isom\0\0\0\x08moov"].concat()
}

const MAIL: &[u8] =
    b"From: a@b.example\r\nTo: c@d.example\r\nSubject: Bins\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\
Content-Type: text/html\r\n\r\n<html><script>1</script></html>";

#[test]
fn each_kind_is_known_by_its_content() {
    let flag = flag(8, 8);
    let samples: [(&str, Vec<u8>, Kind); 20] = [
        ("a.jpg", encoded(flag.clone(), ImageFormat::Jpeg), Kind::Jpeg),
        ("a.JPEG", encoded(flag.clone(), ImageFormat::Jpeg), Kind::Jpeg),
        ("a.png", encoded(flag.clone(), ImageFormat::Png), Kind::Png),
        ("a.webp", encoded(flag.clone(), ImageFormat::WebP), Kind::WebP),
        ("a.gif", encoded(flag, ImageFormat::Gif), Kind::Gif),
        ("a.heic", film("heic"), Kind::Heic),
        ("a.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), Kind::Pdf),
        ("a.txt", "Bins in the road, £50 fine, tŷ.".into(), Kind::PlainText),
        ("a.txt", b"Windows \xA350, BMX <john@example.com>".to_vec(), Kind::PlainText),
        ("a.txt", b"BM means board meeting".to_vec(), Kind::PlainText),
        ("a.csv", b"a,b\r\n1,2\r\n".to_vec(), Kind::Csv),
        ("a.docx", docx().finish(), Kind::Docx),
        ("a.xlsx", office("spreadsheetml.sheet.main+xml", "xl"), Kind::Xlsx),
        ("a.pptx", office("presentationml.presentation.main+xml", "ppt"), Kind::Pptx),
        ("a.odt", open_document("text").finish(), Kind::Odt),
        ("a.ods", open_document("spreadsheet").finish(), Kind::Ods),
        ("a.eml", MAIL.to_vec(), Kind::Eml),
        ("a.mp4", film("isom"), Kind::Mp4),
        ("a.mov", film("qt  "), Kind::Mov),
        ("a.mp3", b"\xFF\xFB\x90\x64\0\0\0\0".to_vec(), Kind::Mp3),
    ];
    for (sent, content, kind) in samples {
        assert_eq!(known(sent, &content).unwrap().0, kind, "{sent}");
    }
    assert_eq!(known("a.m4a", &film("M4A ")).unwrap().0, Kind::M4a);
    assert_eq!(known("a.m4a", &film("mp42")).unwrap().0, Kind::M4a, "recorders write either brand");
}

#[test]
fn an_empty_file_is_refused() {
    assert!(matches!(known("a.txt", b""), Err(WrongKind::Empty)));
}

#[test]
fn what_can_run_is_refused_whatever_it_is_called() {
    let java = Zip::default().part("META-INF/MANIFEST.MF", b"x").part("A.class", b"y").finish();
    for name in ["a.txt", "a.exe", "a.jpg", "a"] {
        assert_eq!(refused(name, b"MZ\x90\0\x03\0\0\0\x04\0\0\0"), Found::Program, "{name}");
        assert_eq!(
            refused(name, b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0 and so on, long enough to be one"),
            Found::Program
        );
        assert_eq!(refused(name, b"#!/bin/sh\nrm -rf /"), Found::Script, "{name}");
        assert_eq!(refused(name, b"<?php system($_GET[0]);"), Found::Script, "{name}");
        assert_eq!(refused(name, b"\xEF\xBB\xBF <!-- x --><!DOCTYPE HTML><p>"), Found::WebPage, "{name}");
        assert_eq!(refused(name, b"Dear all <script>alert(1)</script>"), Found::WebPage, "{name}");
        assert_eq!(refused(name, b"<?xml version='1.0'?>\n<svg onload='alert(1)'/>"), Found::Svg, "{name}");
        assert_eq!(refused(name, &java), Found::Program, "{name}");
    }
    for name in ["a.js", "a.ps1", "a.bat", "a.VBS", "a.hta"] {
        assert_eq!(refused(name, b"alert(1)"), Found::Script, "{name}");
    }
    assert_eq!(refused("a.svg", b"harmless"), Found::Svg);
}

#[test]
fn archives_are_refused() {
    let zip = Zip::default().part("a.txt", b"a").finish();
    for name in ["a.zip", "a.docx", "a.odt", "a"] {
        assert_eq!(refused(name, &zip), Found::Archive, "{name}");
    }
    assert_eq!(refused("a.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03"), Found::Archive);
    assert_eq!(refused("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04"), Found::Archive);
    assert_eq!(refused("a.odt", &open_document("graphics").finish()), Found::Archive);
    assert_eq!(refused("a.docx", &docx().finish()[..80]), Found::Archive, "without its end");
}

#[test]
fn macros_are_refused_however_they_are_hidden() {
    let of = |main: &str| Zip::default().part("[Content_Types].xml", types(main).as_bytes()).part("word/d.xml", b"x");
    let plain = "wordprocessingml.document.main+xml";
    let enabled = r#"wordprocessingml.document.main+xml"/><O ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"#;
    let other = r#"wordprocessingml.document.main+xml"/><O ContentType="application/vnd.ms-office.vbaProject"#;
    for (what, zip) in [
        ("its usual place", of(plain).part("word/vbaProject.bin", b"x").finish()),
        ("capitals", of(plain).part("word/VBAPROJECT.BIN", b"x").finish()),
        ("a macro document by another name", of(enabled).finish()),
        ("a part by another name", of(other).part("word/picture.png", b"x").finish()),
        (
            "a workbook's older kind",
            of(r#"spreadsheetml.sheet.main+xml"/><O ContentType="application/vnd.ms-excel.macrosheet+xml"#).finish(),
        ),
        ("OpenDocument", open_document("text").part("Basic/Standard/Module1.xml", b"x").finish()),
    ] {
        assert_eq!(refused("a.docx", &zip), Found::Macros, "{what}");
    }
    for hidden in [other.replace("vbaP", "vba&#80;"), format!("{plain}\"/><!ENTITY e 'vba'>")] {
        assert_eq!(refused("a.docx", &of(&hidden).finish()), Found::Archive, "what cannot be read is not believed");
    }
    assert!(matches!(known("a.docm", &docx().finish()), Err(WrongKind::NotWhatItSays { .. })));
}

#[test]
fn a_container_that_does_not_fill_the_file_is_refused() {
    let whole = docx().finish();
    assert_eq!(refused("a.docx", &[&whole[..], b"behind"].concat()), Found::Archive);
    assert_eq!(refused("a.docx", &[b"PK in front", &whole[..]].concat()), Found::Archive);
    assert_eq!(refused("a.docx", &docx_behind(b"PK in front").finish()), Found::Archive);
    let (parts, end) = whole.split_at(whole.len() - 22);
    assert_eq!(refused("a.docx", &[parts, b"in between", end].concat()), Found::Archive);
}

#[test]
fn a_container_that_unpacks_to_too_much_is_refused_unopened() {
    let claims = docx().claiming("word/media/a", u32::MAX).finish();
    assert_eq!(refused("a.docx", &claims), Found::Bomb);
    let large =
        Zip::default().deflated("[Content_Types].xml", &vec![b' '; 20_000_000]).part("word/d.xml", b"x").finish();
    assert!(large.len() < 50_000);
    assert_eq!(refused("a.docx", &large), Found::Archive);
}

#[test]
fn a_name_that_says_something_else_is_refused() {
    let jpeg = encoded(flag(8, 8), ImageFormat::Jpeg);
    assert_eq!(mismatch("a.png", &jpeg), ("png".to_owned(), Kind::Jpeg));
    assert_eq!(mismatch("a.pdf", &jpeg), ("pdf".to_owned(), Kind::Jpeg));
    assert_eq!(mismatch("a.jpg.exe", &jpeg), ("exe".to_owned(), Kind::Jpeg));
    assert_eq!(mismatch("a.html", &jpeg), ("html".to_owned(), Kind::Jpeg));
    assert_eq!(mismatch("a.jpg", b"only words"), ("jpg".to_owned(), Kind::PlainText));
    assert_eq!(mismatch("a.eml", b"only words"), ("eml".to_owned(), Kind::PlainText));
    assert_eq!(mismatch("a.xlsx", &docx().finish()), ("xlsx".to_owned(), Kind::Docx));
}

#[test]
fn a_name_that_says_nothing_gets_an_extension() {
    assert_eq!(known("scan0001", b"%PDF-1.4\n").unwrap(), (Kind::Pdf, "scan0001.pdf".to_owned()));
    assert_eq!(known("to Mr. Smith", b"%PDF-1.4\n").unwrap(), (Kind::Pdf, "to Mr. Smith.pdf".to_owned()));
    assert_eq!(known("a.unheard", b"words").unwrap(), (Kind::PlainText, "a.unheard.txt".to_owned()));
}

#[test]
fn a_council_takes_what_it_lists() {
    let file = on_disk(b"%PDF-1.4\n");
    let refused = identify(&file.path, &name("a.pdf"), &[Kind::Jpeg]).unwrap_err();
    assert!(matches!(refused, WrongKind::NotAllowed { found: Found::Listed(Kind::Pdf) }));
}

#[test]
fn text_with_something_else_further_on_is_refused() {
    let mut content = vec![b'a'; 200_000];
    content.push(0);
    assert_eq!(refused("a.txt", &content), Found::Unknown);
}

#[test]
fn every_extension_belongs_to_one_kind() {
    for kind in Kind::ALL {
        for extension in kind.extensions() {
            assert_eq!(Kind::of_extension(extension), Some(kind), "{extension}");
        }
    }
}
