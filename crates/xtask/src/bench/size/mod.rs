//! Bytes of the module, and what they are for.

mod owner;
mod shares;

use std::path::Path;

use shares::Shares;

use super::report::{Aim, Findings, Table, Unit};
use super::statistics::Spread;
use super::task::Task;
use crate::build;
use crate::console::grouped;
use crate::error::Error;
use crate::files;
use crate::shell;

/// Compresses a file as a web server would, and prints the number of bytes.
const BROTLI: &str = "const { readFileSync } = require('node:fs'), { brotliCompressSync } = require('node:zlib');\
                      console.log(brotliCompressSync(readFileSync(process.argv[1])).length)";

/// What is wanted at most.
const MODULE: Aim = Aim::AtMost(1.2);
const COMPRESSED: Aim = Aim::AtMost(450.0 / 1024.0);

/// Weighs what is in `dist/`, and a module whose functions have names.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let named = files::read(&build::module_with_names(task.workspace)?)?;
    let shares = Shares::read(&named).map_err(|error| {
        Error::wrong(
            format!("the module with names cannot be read: {error}"),
            "look at crates/xtask/src/bench/size",
        )
    })?;
    let module = task.workspace.dist("falconet.wasm");
    let mut findings = Findings::default();
    let mebibytes = |bytes| Some(Spread::once(mebibytes(bytes)));
    findings.measure(
        "dist/falconet.wasm",
        Unit::Mebibytes,
        Some(MODULE),
        mebibytes(files::size(&module)?),
    );
    findings.measure(
        "the same, brotli -q 11",
        Unit::Mebibytes,
        Some(COMPRESSED),
        mebibytes(compressed(task, &module)?),
    );
    findings.tables.push(sizes(task)?);
    findings.tables.push(table(&shares));
    Ok(findings)
}

fn mebibytes(bytes: u64) -> f64 {
    let kibibytes = u32::try_from(bytes / 1024).unwrap_or(u32::MAX);
    f64::from(kibibytes) / 1024.0
}

fn compressed(task: &Task, path: &Path) -> Result<u64, Error> {
    let mut command = task.workspace.command("node");
    let printed = shell::printed(command.args(["-e", BROTLI]).arg(path), "run it by itself")?;
    let text = String::from_utf8_lossy(&printed);
    text.trim().parse().map_err(|_| {
        Error::wrong(
            format!("Node prints `{text}` where a number should be"),
            "run it by itself",
        )
    })
}

fn sizes(task: &Task) -> Result<Table, Error> {
    let mut table = Table::new(&["file", "bytes", "brotli -q 11"]);
    for name in ["falconet.wasm", "falconet-baseline.wasm"] {
        let path = task.workspace.dist(name);
        let small = grouped(compressed(task, &path)?);
        table.row([
            format!("`dist/{name}`"),
            grouped(files::size(&path)?),
            small,
        ]);
    }
    let host = grouped(files::size(&task.workspace.dist("falconet"))?);
    table.row(["`dist/falconet`".to_owned(), host, String::new()]);
    Ok(table)
}

fn table(shares: &Shares) -> Table {
    let mut table = Table::new(&[
        "what the bytes of `falconet.wasm` are for",
        "bytes",
        "of a thousand",
    ]);
    let mut row = |name: &str, size: usize| {
        let share = size * 1000 / shares.sum().max(1);
        table.row([name.to_owned(), grouped(size as u64), share.to_string()]);
    };
    row("constants of all crates", shares.data);
    row("types, tables, exports", shares.other);
    for (name, size) in shares.largest() {
        row(&format!("code of {name}"), size);
    }
    table
}
