use std::fs;
use std::time::Duration;

use files::picture::{BadPicture, Drawn, PictureLimits, Task, draw_again};
use files::{Kind, Position};
use image::{DynamicImage, ImageFormat, RgbImage};

use crate::support::photo::{BLUE, Exif, PHONE, RED, encoded, flag, png_claiming, see_through};
use crate::support::{OnDisk, on_disk};

struct Made {
    drawn: Drawn,
    folder: OnDisk,
}

fn draw(content: &[u8], kind: Kind) -> Result<Made, BadPicture> {
    draw_within(content, kind, &PictureLimits::default())
}

fn draw_within(content: &[u8], kind: Kind, limits: &PictureLimits) -> Result<Made, BadPicture> {
    let folder = on_disk(content);
    let at = |name| folder.folder().join(name);
    let limits = limits.clone();
    let task = Task { sent: folder.path.clone(), kind, limits, file: at(PICTURE), thumbnail: at(THUMBNAIL) };
    Ok(Made { drawn: draw_again(task.open()?)?, folder })
}

const PICTURE: &str = "picture";
const THUMBNAIL: &str = "thumbnail";

impl Made {
    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.folder().join(name)).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        self.read(PICTURE)
    }

    fn pixels(&self) -> DynamicImage {
        image::load_from_memory(&self.bytes()).unwrap()
    }

    fn thumbnail(&self) -> RgbImage {
        image::load_from_memory_with_format(&self.read(THUMBNAIL), ImageFormat::Jpeg).unwrap().into_rgb8()
    }
}

fn is_like(pixel: image::Rgb<u8>, colour: [u8; 3]) -> bool {
    pixel.0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 40)
}

#[test]
fn a_photo_is_turned_upright() {
    let drawn = draw(&PHONE.jpeg(flag(64, 32)), Kind::Jpeg).unwrap();
    let pixels = drawn.pixels().into_rgb8();
    assert_eq!(pixels.dimensions(), (32, 64));
    assert!(is_like(*pixels.get_pixel(16, 4), RED), "what was left is at the top");
    assert!(is_like(*pixels.get_pixel(16, 60), BLUE));
    let plain = draw(&Exif { orientation: 1, ..PHONE }.jpeg(flag(64, 32)), Kind::Jpeg).unwrap();
    assert_eq!((plain.drawn.width, plain.drawn.height), (64, 32));
}

#[test]
fn a_large_photo_is_the_same_picture() {
    for (width, long_side) in [(64, 33), (64, 32), (64, 20), (640, 20)] {
        let limits = PictureLimits { long_side, thumbnail: 8, ..PictureLimits::default() };
        let drawn = draw_within(&PHONE.jpeg(flag(width, width / 2)), Kind::Jpeg, &limits).unwrap();
        let pixels = drawn.pixels().into_rgb8();
        assert_eq!(pixels.dimensions(), (long_side.div_ceil(2), long_side), "{width} to {long_side}");
        let (middle, bottom) = (long_side / 4, long_side - 2);
        assert!(is_like(*pixels.get_pixel(middle, 1), RED), "{width} to {long_side}: what was left is at the top");
        assert!(is_like(*pixels.get_pixel(middle, bottom), BLUE), "{width} to {long_side}");
        assert_eq!(drawn.thumbnail().dimensions(), (4, 8));
    }
    let grey = DynamicImage::from(flag(64, 32)).into_luma8();
    let limits = PictureLimits { long_side: 16, ..PictureLimits::default() };
    let drawn =
        draw_within(&encoded(grey.clone(), ImageFormat::Jpeg), Kind::Jpeg, &limits).unwrap().pixels().into_luma8();
    assert_eq!(drawn.dimensions(), (16, 8));
    assert!(drawn.get_pixel(2, 2).0[0].abs_diff(grey.get_pixel(2, 2).0[0]) < 10);
}

#[test]
fn nothing_but_the_picture_is_kept() {
    let sent = PHONE.jpeg(flag(64, 32));
    let drawn = draw(&sent, Kind::Jpeg).unwrap();
    let thumbnail = drawn.read(THUMBNAIL);
    let holds = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
    for what in [&b"Exif"[..], b"SECRET", b"adobe", b"2026:11:20", b"II*\0"] {
        assert!(holds(&sent, what), "the test looks for what was there");
        assert!(!holds(&drawn.bytes(), what) && !holds(&thumbnail, what), "{}", String::from_utf8_lossy(what));
    }
}

#[test]
fn the_position_and_time_are_read_first() {
    let drawn = draw(&PHONE.jpeg(flag(16, 16)), Kind::Jpeg).unwrap();
    let position = drawn.drawn.position.unwrap();
    assert!((position.latitude() - 51.505).abs() < 1e-9, "{position:?}");
    assert!((position.longitude() + 0.125).abs() < 1e-9, "{position:?}");
    assert_eq!(drawn.drawn.taken_at.as_deref(), Some("2026-11-20T16:30:05"));
}

#[test]
fn a_position_that_cannot_be_is_none() {
    let zero = [(0, 1), (0, 1), (0, 1)];
    for (what, exif) in [
        ("0, 0", Exif { latitude: ("N", zero), longitude: ("E", zero), ..PHONE }),
        ("not finite", Exif { latitude: ("N", [(51, 0), (0, 1), (0, 1)]), ..PHONE }),
        ("0 / 0", Exif { latitude: ("N", [(0, 0), (0, 1), (0, 1)]), ..PHONE }),
        ("beyond the pole", Exif { latitude: ("S", [(90, 1), (1, 1), (0, 1)]), ..PHONE }),
        ("beyond the date line", Exif { longitude: ("W", [(200, 1), (0, 1), (0, 1)]), ..PHONE }),
        ("no side", Exif { longitude: ("?", [(10, 1), (0, 1), (0, 1)]), ..PHONE }),
    ] {
        let drawn = draw(&exif.jpeg(flag(16, 16)), Kind::Jpeg).unwrap();
        assert_eq!(drawn.drawn.position, None, "{what}");
    }
    assert_eq!(Position::new(f64::NAN, 1.0), None);
    assert!(Position::new(51.5, 0.0).is_some(), "Greenwich");
}

#[test]
fn metadata_that_makes_no_sense_is_no_metadata() {
    let mut sent = PHONE.jpeg(flag(16, 16));
    let at = sent.windows(4).position(|window| window == b"II*\0").unwrap();
    sent[at + 4..at + 2060].fill(0xFE);
    let drawn = draw(&sent, Kind::Jpeg).unwrap();
    assert_eq!((drawn.drawn.position, drawn.drawn.taken_at), (None, None));
}

#[test]
fn a_large_picture_becomes_smaller_and_gets_a_thumbnail() {
    let limits = PictureLimits { long_side: 300, thumbnail: 40, ..PictureLimits::default() };
    let drawn = draw_within(&encoded(flag(600, 200), ImageFormat::Jpeg), Kind::Jpeg, &limits).unwrap();
    assert_eq!(drawn.pixels().into_rgb8().dimensions(), (300, 100));
    assert_eq!(drawn.thumbnail().dimensions(), (40, 13));
    let small = draw(&encoded(flag(60, 20), ImageFormat::Jpeg), Kind::Jpeg).unwrap();
    assert_eq!(small.thumbnail().dimensions(), (60, 20), "never larger than it was");
}

#[test]
fn each_kind_is_kept_as_what_suits_it() {
    for (format, kind, kept) in [
        (ImageFormat::Jpeg, Kind::Jpeg, Kind::Jpeg),
        (ImageFormat::Png, Kind::Png, Kind::Png),
        (ImageFormat::WebP, Kind::WebP, Kind::Jpeg),
        (ImageFormat::Gif, Kind::Gif, Kind::Png),
    ] {
        let drawn = draw(&encoded(flag(30, 30), format), kind).unwrap();
        assert_eq!(drawn.drawn.kind, kept);
        assert!(is_like(*drawn.pixels().into_rgb8().get_pixel(4, 4), RED), "{format:?}");
    }
    let glass = draw(&encoded(see_through(), ImageFormat::WebP), Kind::WebP).unwrap();
    assert_eq!(glass.drawn.kind, Kind::Png);
    assert_eq!(glass.pixels().into_rgba8().get_pixel(3, 3).0[3], 100, "it stays transparent");
    assert!(glass.thumbnail().get_pixel(3, 3).0[0] > 120, "and lies on white in the thumbnail");
}

#[test]
fn a_truncated_picture_is_refused_by_name() {
    let picture = RgbImage::from_fn(200, 200, |x, y| image::Rgb([u8::try_from(x * y % 251).unwrap(), 7, 9]));
    for (format, kind) in [
        (ImageFormat::Jpeg, Kind::Jpeg),
        (ImageFormat::Png, Kind::Png),
        (ImageFormat::WebP, Kind::WebP),
        (ImageFormat::Gif, Kind::Gif),
    ] {
        let whole = encoded(picture.clone(), format);
        assert!(draw(&whole, kind).is_ok());
        for part in [whole.len() / 2, whole.len() * 9 / 10] {
            let refused = draw(&whole[..part], kind).err();
            assert!(matches!(refused, Some(BadPicture::Truncated)), "{format:?}: {refused:?}");
        }
    }
}

#[test]
fn a_preview_in_the_metadata_is_not_taken_for_the_end() {
    let whole = PHONE.jpeg(flag(200, 200));
    let preview = [&b"\xFF\xE2\x00\x0A"[..], b"xx\xFF\xD8\xFF\xD9xx"].concat();
    let mut sent = [&whole[..2], &preview, &whole[2..]].concat();
    assert!(draw(&sent, Kind::Jpeg).is_ok());
    sent.truncate(sent.len() - 300);
    assert!(matches!(draw(&sent, Kind::Jpeg), Err(BadPicture::Truncated)));
}

#[tokio::test]
async fn a_bomb_is_refused_at_once() {
    for (width, height) in [(60_000, 60_000), (8_000, 8_000), (u32::MAX, 1)] {
        let refusing = tokio::task::spawn_blocking(move || draw(&png_claiming(width, height), Kind::Png).err());
        let refused = tokio::time::timeout(Duration::from_secs(1), refusing).await.expect("at once").unwrap();
        assert!(matches!(refused, Some(BadPicture::TooLarge)), "{width} × {height}: {refused:?}");
    }
}

#[tokio::test]
async fn a_photo_that_is_drawn_over_and_over_is_refused_at_once() {
    let plain = encoded(flag(64, 64), ImageFormat::Jpeg);
    let scan = plain.windows(2).position(|mark| mark == [0xFF, 0xDA]).unwrap();
    let scans = plain[scan..plain.len() - 2].repeat(100_000);
    let sent = [&plain[..scan], &scans, b"\xFF\xD9"].concat();
    let refusing = tokio::task::spawn_blocking(move || draw(&sent, Kind::Jpeg).err());
    let refused = tokio::time::timeout(Duration::from_secs(10), refusing).await.expect("at once").unwrap();
    assert!(matches!(&refused, Some(BadPicture::Damaged(why)) if why.contains("100000")), "{refused:?}");
}

#[test]
fn the_memory_for_a_picture_is_counted_before_it_is_taken() {
    let plain = encoded(flag(64, 64), ImageFormat::Jpeg);
    let frame = plain.windows(2).position(|mark| mark == [0xFF, 0xC0]).unwrap();
    let mut progressive = plain.clone();
    progressive[frame + 1] = 0xC2;
    let limits = |max_memory| PictureLimits { max_memory, ..PictureLimits::default() };
    assert!(draw_within(&plain, Kind::Jpeg, &limits(64 * 64 * 3)).is_ok());
    assert!(matches!(draw_within(&plain, Kind::Jpeg, &limits(64 * 64 * 3 - 1)), Err(BadPicture::TooLarge)));
    assert!(matches!(draw_within(&progressive, Kind::Jpeg, &limits(64 * 64 * 9 - 1)), Err(BadPicture::TooLarge)));
}

#[test]
fn a_polyglot_is_no_picture() {
    let refused = draw(b"GIF89a/*\x01\x01\0\0*/=1;alert(document.cookie)//<script>", Kind::Gif).err();
    assert!(
        matches!(refused, Some(BadPicture::Damaged(_) | BadPicture::Truncated | BadPicture::TooLarge)),
        "{refused:?}"
    );
    // And where it is one as well, only the picture is left.
    let mut both = encoded(flag(8, 8), ImageFormat::Gif);
    both.extend(b"<script>alert(1)</script>");
    let drawn = draw(&both, Kind::Gif).unwrap();
    assert!(!String::from_utf8_lossy(&drawn.bytes()).contains("script"));
}

#[test]
fn a_heic_photo_is_refused_with_advice() {
    let refused = draw(b"\0\0\0\x18ftypheic", Kind::Heic).err().unwrap();
    assert!(matches!(refused, BadPicture::Heic));
    assert!(refused.to_string().contains("JPEG"));
}
