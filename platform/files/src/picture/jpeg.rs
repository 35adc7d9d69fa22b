//! JPEGs, most of all pictures. `image` decodes them with `zune-jpeg`, too, but has all of the file in memory for it; here it is read
//! as it is needed. Large ones are decoded at a part of their size by `jpeg-decoder`, which can do that.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use image::error::{DecodingError, LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageError, ImageFormat, ImageResult};
use jpeg_decoder::PixelFormat;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// A decoded JPEG that is a half, a quarter or an eighth as wide and high as it was sent.
pub(super) struct Reduced {
    pub size: (u32, u32),
    pub colours: ColorType,
    pub pixels: Vec<u8>,
}

/// Decodes a JPEG no larger than it has to be for a picture with this longer side, where the format allows that: each of its blocks can
/// be decoded at a half of its size, a quarter or an eighth. None where it would not be smaller, or where this decoder, which is
/// stricter and knows fewer kinds, does not read it.
pub(super) fn reduced(file: File, (width, height): (u32, u32), side: u32) -> Option<Reduced> {
    let longer = width.max(height);
    if longer < side.checked_mul(2)? {
        return None;
    }
    let wanted = |length: u32| u16::try_from((length * side).div_ceil(longer)).ok();
    let mut decoder = jpeg_decoder::Decoder::new(BufReader::new(file));
    decoder.read_info().ok()?;
    let (width, height) = decoder.scale(wanted(width)?, wanted(height)?).ok()?;
    let colours = match decoder.info()?.pixel_format {
        PixelFormat::L8 => ColorType::L8,
        PixelFormat::RGB24 => ColorType::Rgb8,
        PixelFormat::L16 | PixelFormat::CMYK32 => return None,
    };
    let pixels = decoder.decode().ok()?;
    Some(Reduced { size: (width.into(), height.into()), colours, pixels })
}

/// A JPEG whose header was read.
pub(super) struct Jpeg {
    decoder: JpegDecoder<Reading>,
    width: u32,
    height: u32,
    colours: ColorType,
}

impl Jpeg {
    pub fn open(file: File) -> ImageResult<Self> {
        // Like `image`: what a picture may measure is for the caller, and a stray byte does not spoil a photo.
        let options =
            DecoderOptions::default().set_strict_mode(false).set_max_width(usize::MAX).set_max_height(usize::MAX);
        let mut decoder = JpegDecoder::new_with_options(Reading(BufReader::new(file)), options);
        decoder.decode_headers().map_err(refusal)?;
        let (width, height) = decoder.dimensions().ok_or_else(|| refusal(DecodeErrors::ZeroError))?;
        let (drawn, colours) = match decoder.input_colorspace() {
            Some(ColorSpace::Luma) => (ColorSpace::Luma, ColorType::L8),
            _ => (ColorSpace::RGB, ColorType::Rgb8),
        };
        decoder.set_options(options.jpeg_set_out_colorspace(drawn));
        let side = |pixels| u32::try_from(pixels).map_err(|_| refusal(DecodeErrors::LargeDimensions(pixels)));
        Ok(Self { decoder, width: side(width)?, height: side(height)?, colours })
    }
}

impl ImageDecoder for Jpeg {
    fn dimensions(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn color_type(&self) -> ColorType {
        self.colours
    }

    fn exif_metadata(&mut self) -> ImageResult<Option<Vec<u8>>> {
        Ok(self.decoder.exif().cloned())
    }

    fn orientation(&mut self) -> ImageResult<Orientation> {
        let known = self.decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
        Ok(known.unwrap_or(Orientation::NoTransforms))
    }

    fn read_image(mut self, pixels: &mut [u8]) -> ImageResult<()> {
        self.decoder.decode_into(pixels).map_err(refusal)
    }

    fn read_image_boxed(self: Box<Self>, pixels: &mut [u8]) -> ImageResult<()> {
        (*self).read_image(pixels)
    }
}

fn refusal(error: DecodeErrors) -> ImageError {
    match error {
        DecodeErrors::LargeDimensions(_) => ImageError::Limits(LimitError::from_kind(LimitErrorKind::DimensionError)),
        error => ImageError::Decoding(DecodingError::new(ImageFormat::Jpeg.into(), error)),
    }
}

/// A file whose reader often goes back by some bytes: what was read ahead is kept then.
struct Reading(BufReader<File>);

impl Read for Reading {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl BufRead for Reading {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Current(by) => {
                self.0.seek_relative(by)?;
                self.0.stream_position()
            }
            to => self.0.seek(to),
        }
    }
}
