//! What a letter costs: `cargo bench -p letters --bench letter`.
//!
//! Letters of a page, as the server prints them: each differs from the one before, as letters do, so that nothing but
//! fonts and templates can be kept from one to the next. The memory is the program's after each hundred: it must not grow.

#![expect(clippy::print_stdout, reason = "a bench is for reading")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

#[path = "../tests/printed/samples.rs"]
#[expect(dead_code, reason = "the tests use the others")]
mod samples;

use std::error::Error;
use std::time::{Duration, Instant};

use letters::{Block, Press};

const LETTERS: usize = 200;
/// The promise: nineteen of twenty letters within 50 ms.
const PROMISE: Duration = Duration::from_millis(50);

fn main() -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let press = Press::new()?;
    println!("set up the press                    {:>10.1?}", begun.elapsed());
    let begun = Instant::now();
    let first = press.letter(&samples::english())?;
    println!("the first letter                    {:>10.1?}   ({} KiB)", begun.elapsed(), first.pdf.len() / 1024);

    let mut times = Vec::with_capacity(LETTERS);
    for number in 0..LETTERS {
        if number % 100 == 0 {
            println!("memory after {number:>4} letters            {:>7} MiB", memory().unwrap_or_default());
        }
        let mut letter = samples::english();
        letter.recipient[0] = format!("Resident {number}");
        letter.reference.value = format!("AV-26-{number:04}");
        letter.paragraphs.push(Block::Paragraph(format!("This is letter {number}, and unlike the others.")));
        let begun = Instant::now();
        press.letter(&letter)?;
        times.push(begun.elapsed());
    }
    println!("memory after {LETTERS:>4} letters            {:>7} MiB", memory().unwrap_or_default());
    times.sort_unstable();
    let p95 = times[LETTERS * 95 / 100];
    println!("a letter, median                    {:>10.1?}", times[LETTERS / 2]);
    println!("          95th percentile           {p95:>10.1?}   (promise: {PROMISE:.1?})");

    let batch = vec![samples::long(samples::english()); 50];
    let begun = Instant::now();
    let printed = press.batch(&batch)?;
    println!("a batch of 50 letters of 3 pages    {:>10.1?}   ({} KiB)", begun.elapsed(), printed.pdf.len() / 1024);
    // Nineteen of twenty on a machine that is ours alone; where it is not, the median tells a slow press from a busy machine.
    if p95 > PROMISE && times[LETTERS / 2] > PROMISE / 2 {
        return Err(format!("slower than promised: {p95:.1?} instead of {PROMISE:.1?}").into());
    }
    Ok(())
}

/// What the program has in memory, in MiB, where the system says so.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}
