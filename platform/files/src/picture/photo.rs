//! Photos are drawn from the decoded picture to the file, pixel by pixel: there is no second, smaller picture in memory.

use std::io::{self, Write};
use std::ops::Deref;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{GenericImageView, ImageBuffer, ImageDecoder, ImageResult, Pixel, PixelWithColorType};
use memmap2::MmapMut;

/// A decoded picture.
pub(super) struct Photo<P: Pixel, C> {
    pixels: ImageBuffer<P, C>,
    turned: Orientation,
}

/// What is seen of a photo: upright, and its longer side no longer than asked for.
pub(super) struct Seen<'a, P: Pixel, C> {
    photo: &'a Photo<P, C>,
    width: u32,
    height: u32,
}

impl<P: Pixel<Subpixel = u8>> Photo<P, MmapMut> {
    /// In pages of its own, for which the system gives memory as they are written and takes it back at once. `P` has the colours that
    /// the decoder says.
    pub fn decode(decoder: Box<dyn ImageDecoder>, turned: Orientation) -> ImageResult<Self> {
        let (width, height) = decoder.dimensions();
        let mut pixels = MmapMut::map_anon(usize::try_from(decoder.total_bytes()).map_err(io::Error::other)?)?;
        decoder.read_image_boxed(&mut pixels)?;
        Ok(Self::new((width, height), pixels, turned))
    }
}

impl<P: Pixel<Subpixel = u8>, C: Deref<Target = [u8]>> Photo<P, C> {
    /// # Panics
    /// Where there are fewer pixels than the size says.
    pub fn new((width, height): (u32, u32), pixels: C, turned: Orientation) -> Self {
        let pixels = ImageBuffer::from_raw(width, height, pixels).expect("the decoder said how many bytes there are");
        Self { pixels, turned }
    }

    pub fn seen(&self, longest: u32) -> Seen<'_, P, C> {
        let (width, height) = self.pixels.dimensions();
        let longer = width.max(height);
        let scaled =
            |length: u32| if longer <= longest { length } else { ((length * longest + longer / 2) / longer).max(1) };
        let (width, height) = (scaled(width), scaled(height));
        let (width, height) = if self.on_its_side() { (height, width) } else { (width, height) };
        Seen { photo: self, width, height }
    }

    fn on_its_side(&self) -> bool {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        matches!(self.turned, Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
    }
}

impl<P: Pixel<Subpixel = u8> + PixelWithColorType, C: Deref<Target = [u8]>> Seen<'_, P, C> {
    pub fn write_jpeg(&self, to: &mut impl Write, quality: u8) -> ImageResult<()> {
        JpegEncoder::new_with_quality(to, quality).encode_image(self)
    }
}

impl<P: Pixel<Subpixel = u8>, C: Deref<Target = [u8]>> GenericImageView for Seen<'_, P, C> {
    type Pixel = P;

    fn dimensions(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The mean of the pixels that it stands for.
    fn get_pixel(&self, x: u32, y: u32) -> P {
        let (right, bottom) = (self.width - 1 - x, self.height - 1 - y);
        let (x, y) = match self.photo.turned {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (right, y),
            Orientation::Rotate180 => (right, bottom),
            Orientation::FlipVertical => (x, bottom),
            Orientation::Rotate90 => (y, right),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate270 => (bottom, x),
            Orientation::Rotate270FlipH => (bottom, right),
        };
        let (width, height) =
            if self.photo.on_its_side() { (self.height, self.width) } else { (self.width, self.height) };
        let pixels = &self.photo.pixels;
        let part = |at: u32, of: u32, all: u32| at * all / of..((at + 1) * all / of).max(at * all / of + 1);
        let (columns, rows) = (part(x, width, pixels.width()), part(y, height, pixels.height()));
        let count = u32::try_from(columns.len() * rows.len()).unwrap_or(u32::MAX);
        let mut sums = [0; 4];
        for row in rows {
            for column in columns.clone() {
                for (sum, &value) in sums.iter_mut().zip(pixels.get_pixel(column, row).channels()) {
                    *sum += u32::from(value);
                }
            }
        }
        let means = sums.map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX));
        *P::from_slice(&means[..usize::from(P::CHANNEL_COUNT)])
    }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, Rgb, RgbImage};

    use super::*;

    #[test]
    fn it_is_turned_as_the_library_turns_it() {
        let picture = RgbImage::from_fn(5, 3, |x, y| Rgb([u8::try_from(x * 16 + y).unwrap(), 1, 2]));
        for exif in 1..=8 {
            let turned = Orientation::from_exif(exif).unwrap();
            let mut expected = DynamicImage::from(picture.clone());
            expected.apply_orientation(turned);
            let photo = Photo::<Rgb<u8>, _>::new((5, 3), picture.to_vec(), turned);
            let seen = photo.seen(100);
            let drawn = RgbImage::from_fn(seen.width, seen.height, |x, y| seen.get_pixel(x, y));
            assert_eq!(drawn, expected.into_rgb8(), "{exif}");
        }
    }

    #[test]
    fn what_is_smaller_is_the_mean_of_what_was_there() {
        let pixels = [10, 30, 200, 100, 20, 40, 250, 150].into_iter().flat_map(|value| [value; 3]).collect::<Vec<u8>>();
        let photo = Photo::<Rgb<u8>, _>::new((4, 2), pixels, Orientation::NoTransforms);
        let seen = photo.seen(2);
        assert_eq!(seen.dimensions(), (2, 1));
        assert_eq!((seen.get_pixel(0, 0), seen.get_pixel(1, 0)), (Rgb([25; 3]), Rgb([175; 3])));
    }
}
