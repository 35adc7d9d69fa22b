//! Pictures are drawn again: decoded, turned upright, made smaller and encoded anew. What is stored is what is seen, and
//! nothing else of the file that was sent: no EXIF, XMP or comments, no colour profile, nothing hidden behind the picture.
//! The position is read before, so that it can be offered as the case's location (R10).
//!
//! **HEIC** photos cannot be decoded here without a library of the system, so their metadata, which holds the position,
//! could not be taken out. They are refused, with the advice to send a JPEG, rather than kept with it.
//!
//! **Films and recordings** are stored as they were sent: here nothing can read them, so a phone's film still tells where
//! it was made. A council that minds leaves them out of its list of kinds.
//!
//! **Moving pictures** keep their first picture: a case needs no more, and the memory for one is known beforehand.
//!
//! **Memory** for one picture is the file itself, 3 bytes a pixel (4 with transparency), and for a progressive JPEG 6 more a
//! pixel while it is decoded: for 24 megapixels 83 MB, or 206 MB, as `tests/memory` measures. So run one at a time, as
//! [`crate::Workshop`] does.

mod position;
mod whole;

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};

use crate::kind::Kind;
use crate::spool::{Spool, SpoolWriter};
pub use position::Position;
use whole::Walk;

/// How large pictures may be, and become.
#[derive(Debug, Clone)]
pub struct PictureLimits {
    /// Width times height of what is sent.
    pub max_pixels: u64,
    /// Bytes that decoding may take, beside the file itself.
    pub max_memory: u64,
    /// The longer side of the picture that is kept, in pixels.
    pub long_side: u32,
    /// The longer side of the thumbnail, in pixels.
    pub thumbnail: u32,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self { max_pixels: 50_000_000, max_memory: 320 * 1024 * 1024, long_side: 2560, thumbnail: 400 }
    }
}

/// One side of a picture may not be longer: no camera's is.
const MAX_SIDE: u32 = 30_000;
/// A few bytes make a decoder go over all of a progressive JPEG once more; cameras and editors do it about ten times.
const MAX_SCANS: u32 = 64;
/// A progressive JPEG's decoder holds two bytes for each of the picture's, beside the picture.
const PROGRESSIVE_COST: u64 = 3;
const QUALITY: u8 = 85;
const THUMBNAIL_QUALITY: u8 = 80;
const WHITE: u8 = 255;

/// A picture drawn again.
#[derive(Debug)]
pub struct Picture {
    /// [`Kind::Jpeg`], or [`Kind::Png`] for drawings and what is transparent.
    pub kind: Kind,
    pub width: u32,
    pub height: u32,
    pub file: Spool,
    /// A JPEG.
    pub thumbnail: Spool,
    pub position: Option<Position>,
    /// When the photo was taken by its camera's clock, as `2026-11-23T16:30:00`; cameras know no time zone.
    pub taken_at: Option<String>,
}

/// Why a picture was not taken.
#[derive(Debug, thiserror::Error)]
pub enum BadPicture {
    /// See the module's documentation.
    #[error(
        "HEIC photos cannot be taken, since the place where they were made cannot be removed. Save it as JPEG: phones do \
         this when you share a photo by e-mail, or when the camera is set to “most compatible”"
    )]
    Heic,
    #[error("the picture has too many pixels")]
    TooLarge,
    /// The end is missing, as after an upload that broke off at the sender's.
    #[error("the picture is not complete")]
    Truncated,
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    #[error("this is not a picture")]
    NotAPicture,
    #[error("the picture could not be read or written: {0}")]
    Disk(#[from] io::Error),
}

/// Draws the picture at `path` again, into temporary files in `folder`. It computes for a while; call it where
/// that is fine.
///
/// # Errors
/// [`BadPicture`]. Pictures that are too large are refused by what their header says, before anything is decoded.
pub fn draw_again(path: &Path, kind: Kind, limits: &PictureLimits, folder: &Path) -> Result<Picture, BadPicture> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        Kind::Heic => return Err(BadPicture::Heic),
        _ => return Err(BadPicture::NotAPicture),
    };
    let progressive = match whole::walk(kind, &File::open(path)?)? {
        Walk::Truncated => return Err(BadPicture::Truncated),
        Walk::Whole { scans, .. } if scans > MAX_SCANS => {
            return Err(BadPicture::Damaged(format!("it is drawn {scans} times over itself")));
        }
        Walk::Whole { progressive, .. } => progressive,
    };
    let mut reader = ImageReader::with_format(BufReader::new(File::open(path)?), format);
    let mut cap = Limits::no_limits();
    cap.max_alloc = Some(limits.max_memory);
    reader.limits(cap);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    let too_many = u64::from(width) * u64::from(height) > limits.max_pixels;
    let needed = decoder.total_bytes().saturating_mul(if progressive { PROGRESSIVE_COST } else { 1 });
    if too_many || width.max(height) > MAX_SIDE || needed > limits.max_memory {
        return Err(BadPicture::TooLarge);
    }
    // A picture whose metadata cannot be read is a picture without.
    let metadata = decoder.exif_metadata().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let facts = metadata.map(position::read).unwrap_or_default();

    let mut picture = fit(DynamicImage::from_decoder(decoder).map_err(refusal)?, limits.long_side);
    picture.apply_orientation(orientation);
    let picture = eight_bits(picture);
    let drawn = match kind {
        Kind::Jpeg => Kind::Jpeg,
        Kind::WebP if !is_transparent(&picture) => Kind::Jpeg,
        _ => Kind::Png,
    };
    let mut file = SpoolWriter::new(folder)?;
    if drawn == Kind::Jpeg {
        write_jpeg(&mut file, &on_white(&picture), QUALITY)?;
    } else {
        picture.write_with_encoder(PngEncoder::new(&mut file)).map_err(refusal)?;
    }
    let (width, height) = (picture.width(), picture.height());
    let small = fit(picture, limits.thumbnail);
    let mut thumbnail = SpoolWriter::new(folder)?;
    write_jpeg(&mut thumbnail, &on_white(&small), THUMBNAIL_QUALITY)?;
    Ok(Picture {
        kind: drawn,
        width,
        height,
        file: file.finish()?,
        thumbnail: thumbnail.finish()?,
        position: facts.position,
        taken_at: facts.taken_at,
    })
}

/// No larger than it is, by averaging in place: the finer filters first make four times as much of the picture.
fn fit(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side { picture } else { picture.thumbnail(side, side) }
}

fn eight_bits(picture: DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    }
}

fn is_transparent(picture: &DynamicImage) -> bool {
    picture.as_rgba8().is_some_and(|pixels| pixels.pixels().any(|pixel| pixel.0[3] != u8::MAX))
}

/// A JPEG knows no transparency; a page is white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let Some(pixels) = picture.as_rgba8() else { return picture.to_rgb8() };
    let mut drawn = RgbImage::new(pixels.width(), pixels.height());
    for (to, from) in drawn.pixels_mut().zip(pixels.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let over = |colour: u8| {
            let mixed = (u16::from(colour) * u16::from(alpha) + u16::from(WHITE) * u16::from(WHITE - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(WHITE)
        };
        to.0 = [over(red), over(green), over(blue)];
    }
    drawn
}

fn write_jpeg(to: &mut impl Write, picture: &RgbImage, quality: u8) -> Result<(), BadPicture> {
    JpegEncoder::new_with_quality(to, quality).encode_image(picture).map_err(refusal)
}

fn refusal(error: ImageError) -> BadPicture {
    match error {
        ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => BadPicture::Truncated,
        ImageError::IoError(error) => BadPicture::Disk(error),
        ImageError::Limits(_) => BadPicture::TooLarge,
        other => BadPicture::Damaged(other.to_string()),
    }
}
