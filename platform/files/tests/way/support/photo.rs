//! Pictures, with metadata written byte by byte.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

pub const RED: [u8; 3] = [200, 20, 20];
pub const BLUE: [u8; 3] = [20, 20, 200];

/// Left half red, right half blue.
pub fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { RED } else { BLUE }))
}

pub fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn see_through() -> RgbaImage {
    RgbaImage::from_pixel(20, 20, Rgba([10, 20, 30, 100]))
}

/// What a phone writes about a photo.
#[derive(Clone, Copy)]
pub struct Exif<'a> {
    pub orientation: u16,
    pub latitude: (&'a str, [(u32, u32); 3]),
    pub longitude: (&'a str, [(u32, u32); 3]),
    pub taken: &'a str,
}

pub const PHONE: Exif<'_> = Exif {
    orientation: 6,
    latitude: ("N", [(51, 1), (30, 1), (1800, 100)]),
    longitude: ("W", [(0, 1), (7, 1), (3000, 100)]),
    taken: "2026:11:20 16:30:05",
};

impl Exif<'_> {
    /// TIFF, little-endian: a first directory that points to one for the camera and one for the position.
    pub fn bytes(&self) -> Vec<u8> {
        let mut tiff = Tiff::default();
        let first = tiff.directory(
            8,
            &[
                (0x0112, 3, 1, u32::from(self.orientation).to_le_bytes().to_vec()),
                (0x8769, 4, 1, 1000_u32.to_le_bytes().to_vec()),
                (0x8825, 4, 1, 2000_u32.to_le_bytes().to_vec()),
            ],
        );
        assert!(first < 1000);
        let taken = [self.taken.as_bytes(), b"\0"].concat();
        let camera = tiff.directory(1000, &[(0x9003, 2, u32::try_from(taken.len()).unwrap(), taken)]);
        assert!(camera < 2000);
        tiff.directory(
            2000,
            &[
                (1, 2, 2, [self.latitude.0.as_bytes(), b"\0\0\0"].concat()),
                (2, 5, 3, rationals(self.latitude.1)),
                (3, 2, 2, [self.longitude.0.as_bytes(), b"\0\0\0"].concat()),
                (4, 5, 3, rationals(self.longitude.1)),
            ],
        );
        tiff.0[..8].copy_from_slice(b"II*\0\x08\0\0\0");
        tiff.0
    }

    /// The picture as JPEG, with this as its EXIF, an XMP packet and a comment, as cameras put them.
    pub fn jpeg(&self, picture: RgbImage) -> Vec<u8> {
        let plain = encoded(picture, ImageFormat::Jpeg);
        let mut photo = plain[..2].to_vec();
        segment(&mut photo, 0xE1, &[b"Exif\0\0".as_slice(), &self.bytes()].concat());
        segment(&mut photo, 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>");
        segment(&mut photo, 0xFE, b"SECRET-COMMENT");
        photo.extend(&plain[2..]);
        photo.extend(b"SECRET-TRAILER");
        photo
    }
}

fn segment(photo: &mut Vec<u8>, mark: u8, content: &[u8]) {
    photo.extend([0xFF, mark]);
    photo.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    photo.extend(content);
}

fn rationals(parts: [(u32, u32); 3]) -> Vec<u8> {
    parts.iter().flat_map(|(over, under)| [over.to_le_bytes(), under.to_le_bytes()].concat()).collect()
}

#[derive(Default)]
struct Tiff(Vec<u8>);

type Entry = (u16, u16, u32, Vec<u8>);

impl Tiff {
    /// Writes a directory at an offset, with what does not fit into its entries behind it. Returns where that ends.
    fn directory(&mut self, at: usize, entries: &[Entry]) -> usize {
        let count = u16::try_from(entries.len()).unwrap();
        self.0.resize(at, 0);
        self.0.extend(count.to_le_bytes());
        let mut behind: Vec<u8> = Vec::new();
        let start = at + 2 + 12 * entries.len() + 4;
        for (tag, form, length, value) in entries {
            self.0.extend(tag.to_le_bytes());
            self.0.extend(form.to_le_bytes());
            self.0.extend(length.to_le_bytes());
            if value.len() <= 4 {
                let mut value = value.clone();
                value.resize(4, 0);
                self.0.extend(value);
            } else {
                self.0.extend(u32::try_from(start + behind.len()).unwrap().to_le_bytes());
                behind.extend(value);
            }
        }
        self.0.extend([0; 4]);
        self.0.extend(behind);
        self.0.len()
    }
}

/// A PNG that says how large it is, and then ends.
pub fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut sum = flate2::Crc::new();
    sum.update(&header);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0D".to_vec();
    png.extend(&header);
    png.extend(sum.sum().to_be_bytes());
    png.extend(b"\0\0\0\x08IDATxxxxxxxx");
    png
}
