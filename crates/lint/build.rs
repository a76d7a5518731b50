//! Packs the names of AWS' events, which are only unpacked when a lint asks for one.

use std::path::Path;
use std::{env, fs, io};

/// How hard to pack; 10 is the most that there is.
const EFFORT: u8 = 10;

fn main() -> io::Result<()> {
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    for name in ["catalogue", "irregular"] {
        let file = format!("src/aws/{name}.txt");
        println!("cargo::rerun-if-changed={file}");
        let text = without_comments(&fs::read_to_string(&file)?);
        let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), EFFORT);
        fs::write(Path::new(&out).join(format!("{name}.deflate")), packed)?;
    }
    Ok(())
}

fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.flat_map(|line| [line, "\n"]).collect()
}
