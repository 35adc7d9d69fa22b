//! Prints the samples of the tests, to look at after a change of a template: `cargo run -p letters --example samples -- out`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

#[path = "../tests/printed/samples.rs"]
mod samples;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder should they be in?")?);
    fs::create_dir_all(&folder)?;
    let press = samples::press();
    let batch = [samples::english(), samples::long(samples::welsh()), samples::english()];
    for (name, printed) in [
        ("english", press.letter(&samples::english())?),
        ("welsh", press.letter(&samples::welsh())?),
        ("long", press.letter(&samples::long(samples::english()))?),
        ("batch", press.batch(&batch)?),
        ("record", press.record(&samples::record())?),
    ] {
        fs::write(folder.join(name).with_extension("pdf"), printed.pdf)?;
    }
    Ok(())
}
