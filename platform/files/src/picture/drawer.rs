//! Pictures are drawn in a process of its own: what a decoder does with a stranger's file, it does there.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Duration;

use apart::{Apart, Limits, NoAnswer};

use super::{BadPicture, Drawn, PictureLimits, Task, draw_again};
use crate::kind::Kind;
use crate::spool::{self, Spool};

/// A picture of the most pixels in the finest colours, and what is made of it.
const LIMITS: Limits = Limits { memory: 480 * 1024 * 1024, processor: 30, file: 64 * 1024 * 1024 };
/// However busy the machine is.
const PATIENCE: Duration = Duration::from_secs(120);

/// Starts the process.
#[derive(Clone, Debug)]
pub struct Drawer(Apart);

/// A picture drawn again.
#[derive(Debug)]
pub struct Picture {
    pub drawn: Drawn,
    pub file: Spool,
    /// A JPEG.
    pub thumbnail: Spool,
}

impl Drawer {
    /// The words make this program [`draw`].
    pub fn started_with<W: Into<OsString>>(words: impl IntoIterator<Item = W>) -> Self {
        Self(Apart::new(words, PATIENCE))
    }

    /// Draws the picture at `sent` again, into temporary files in `folder`. Dropping the future ends the process, and leaves nothing.
    ///
    /// # Errors
    /// [`BadPicture`].
    pub async fn draw(
        &self,
        sent: &Path,
        kind: Kind,
        limits: &PictureLimits,
        folder: &Path,
    ) -> Result<Picture, BadPicture> {
        let (file, thumbnail) = (spool::place(folder)?, spool::place(folder)?);
        let task = Task {
            sent: sent.to_owned(),
            kind,
            limits: limits.clone(),
            file: file.to_path_buf(),
            thumbnail: thumbnail.to_path_buf(),
        };
        let task = serde_json::to_vec(&task).map_err(io::Error::from)?;
        let drawn = self.0.ask(&task).await.unwrap_or_else(|none| {
            Err(match none {
                NoAnswer::Ended(status) => BadPicture::Unfinished(status.to_string()),
                NoAnswer::Machine(error) => error.into(),
            })
        })?;
        Ok(Picture { drawn, file: Spool::of(file).await?, thumbnail: Spool::of(thumbnail).await? })
    }

    /// Draws the smallest picture there is.
    ///
    /// # Errors
    /// Why this machine cannot draw.
    pub async fn check(&self) -> Result<(), BadPicture> {
        const DOT: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xFF\xFF\xFF\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
        let folder = std::env::temp_dir();
        let dot = spool::place(&folder)?;
        std::fs::write(&dot, DOT)?;
        self.draw(&dot, Kind::Gif, &PictureLimits::default(), &folder).await.map(drop)
    }
}

/// What the process does, on a [`Task`].
///
/// # Errors
/// When it cannot be limited, was not told a task, or cannot open its files.
pub fn draw() -> io::Result<String> {
    apart::answer(
        LIMITS,
        |task| serde_json::from_slice::<Task>(&task)?.open(),
        |task| Ok::<Result<Drawn, BadPicture>, io::Error>(draw_again(task)),
    )
}
