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
//! **Memory** for one picture is 3 bytes a pixel, 9 for a progressive JPEG, 4 to 8 for what is transparent or has finer colours, and the
//! decoders read what strangers sent. So it is done in a process of its own, the [`Drawer`]'s, one at a time, which has its files open
//! and can do nothing else.

mod drawer;
mod position;
mod whole;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits, RgbImage};
use serde::{Deserialize, Serialize};

use crate::kind::Kind;
pub use drawer::{Drawer, Picture, draw};
pub use position::Position;
use whole::Walk;

/// How large pictures may be, and become.
#[derive(Debug, Clone, Serialize, Deserialize)]
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

/// A picture to be drawn again, and where to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    pub sent: PathBuf,
    pub kind: Kind,
    pub limits: PictureLimits,
    /// Where the picture goes.
    pub file: PathBuf,
    /// Where the small one goes, a JPEG.
    pub thumbnail: PathBuf,
}

impl Task {
    /// Opens what is read and written, of which nothing is read yet.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn open(self) -> io::Result<Opened> {
        let Self { sent, kind, limits, file, thumbnail } = self;
        let (sent, file, thumbnail) = (File::open(sent)?, File::create(file)?, File::create(thumbnail)?);
        Ok(Opened { sent, kind, limits, file, thumbnail })
    }
}

/// A [`Task`] with its files.
#[derive(Debug)]
pub struct Opened {
    sent: File,
    kind: Kind,
    limits: PictureLimits,
    file: File,
    thumbnail: File,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// [`Kind::Jpeg`], or [`Kind::Png`] for drawings and what is transparent.
    pub kind: Kind,
    pub width: u32,
    pub height: u32,
    pub position: Option<Position>,
    /// When the photo was taken by its camera's clock, as `2026-11-23T16:30:00`; cameras know no time zone.
    pub taken_at: Option<String>,
}

/// Why a picture was not taken.
#[derive(Debug, Clone, thiserror::Error, Serialize, Deserialize)]
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
    /// Its decoder broke down, or met the limits of its process.
    #[error("drawing the picture {0}")]
    Unfinished(String),
    #[error("the picture could not be read, written or drawn: {0}")]
    Disk(String),
}

impl From<io::Error> for BadPicture {
    fn from(error: io::Error) -> Self {
        Self::Disk(error.to_string())
    }
}

/// Draws a picture again. It computes for a while, and takes memory: see the module's documentation.
///
/// # Errors
/// [`BadPicture`]. Pictures that are too large are refused by what their header says, before anything is decoded.
pub fn draw_again(task: Opened) -> Result<Drawn, BadPicture> {
    let Opened { mut sent, kind, limits, file, thumbnail } = task;
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        Kind::Heic => return Err(BadPicture::Heic),
        _ => return Err(BadPicture::NotAPicture),
    };
    let progressive = match whole::walk(kind, &sent)? {
        Walk::Truncated => return Err(BadPicture::Truncated),
        Walk::Whole { scans, .. } if scans > MAX_SCANS => {
            return Err(BadPicture::Damaged(format!("it is drawn {scans} times over itself")));
        }
        Walk::Whole { progressive, .. } => progressive,
    };
    sent.rewind()?;
    let mut reader = ImageReader::with_format(BufReader::new(sent), format);
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
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let facts = metadata.map(position::read).unwrap_or_default();

    let mut picture = fit(DynamicImage::from_decoder(decoder).map_err(refusal)?, limits.long_side);
    picture.apply_orientation(orientation);
    let picture = eight_bits(picture);
    let kind = match kind {
        Kind::Jpeg => Kind::Jpeg,
        Kind::WebP if !is_transparent(&picture) => Kind::Jpeg,
        _ => Kind::Png,
    };
    write(file, |to| match kind {
        Kind::Jpeg => write_jpeg(to, &on_white(&picture), QUALITY),
        _ => picture.write_with_encoder(PngEncoder::new(to)),
    })?;
    let (width, height) = (picture.width(), picture.height());
    let small = fit(picture, limits.thumbnail);
    write(thumbnail, |to| write_jpeg(to, &on_white(&small), THUMBNAIL_QUALITY))?;
    Ok(Drawn { kind, width, height, position: facts.position, taken_at: facts.taken_at })
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
fn on_white(picture: &DynamicImage) -> Cow<'_, RgbImage> {
    if let Some(pixels) = picture.as_rgb8() {
        return Cow::Borrowed(pixels);
    }
    let Some(pixels) = picture.as_rgba8() else { return Cow::Owned(picture.to_rgb8()) };
    let mut drawn = RgbImage::new(pixels.width(), pixels.height());
    for (to, from) in drawn.pixels_mut().zip(pixels.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let over = |colour: u8| {
            let mixed = (u16::from(colour) * u16::from(alpha) + u16::from(WHITE) * u16::from(WHITE - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(WHITE)
        };
        to.0 = [over(red), over(green), over(blue)];
    }
    Cow::Owned(drawn)
}

fn write_jpeg(to: &mut impl Write, picture: &RgbImage, quality: u8) -> ImageResult<()> {
    JpegEncoder::new_with_quality(to, quality).encode_image(picture)
}

fn write(file: File, picture: impl FnOnce(&mut BufWriter<File>) -> ImageResult<()>) -> Result<(), BadPicture> {
    let mut file = BufWriter::new(file);
    picture(&mut file).map_err(refusal)?;
    Ok(file.flush()?)
}

fn refusal(error: ImageError) -> BadPicture {
    match error {
        ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => BadPicture::Truncated,
        ImageError::IoError(error) => error.into(),
        ImageError::Limits(_) => BadPicture::TooLarge,
        other => BadPicture::Damaged(other.to_string()),
    }
}
