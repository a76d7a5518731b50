//! Set-up, build, tests and demo of the workspace: `cargo xtask COMMAND`.

mod bench;
mod build;
mod catalogue;
mod checks;
mod console;
mod corpora;
mod demo;
mod error;
mod faults;
mod files;
mod flame;
mod fuzz;
mod golden;
mod node;
mod parallel;
mod playground;
mod progress;
mod setup;
mod shell;
mod stamp;
mod tally;
mod tap;
mod test;
mod toolchain;
mod workspace;

use std::process::ExitCode;

use error::Error;
use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  setup                             finds or installs the WebAssembly tool chain, Node and the npm tools
  build                             setup, then dist/falconet, dist/falconet.wasm, dist/falconet-baseline.wasm, dist/npm
  test                              setup, build, then everything that CI checks
  golden [--known FILE] DIR...      runs cases, or folders of cases, through dist/falconet
  vectors [--engine E]... FILE...   runs language vectors natively, in wasmtime and in Node
  fuzz-sets [--known FILE] [--engine E]... DIR...
                                    runs sets of random rules and events, as above
  fuzz [OPTION]...                  build, then random cases for every part; --minutes N, --target NAME, --seed SEED
  faults [PART]... [OPTION]...      build, then what goes wrong around a sidecar (docs/FAULTS.md); --help tells the rest
  tidy                              checks the house rules that no linter knows
  demo                              build, then the example under the shipped rules
  playground                        build, then dist/playground, served on 127.0.0.1
  catalogue FOLDER...               the names of AWS' events from unpacked botocores (see CONTRIBUTING.md)
  bench [PART]... [OPTION]...       build, then how fast it is against other programs; bench --help lists the parts
  flame FILE                        draws docs/flame.svg from what perf script printed (see docs/PERFORMANCE.md)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn run(arguments: &[String]) -> Result<(), Error> {
    let (command, rest) = arguments
        .split_first()
        .ok_or(Error::Usage(USAGE.to_owned()))?;
    let workspace = Workspace::find()?;
    match command.as_str() {
        "setup" => without_arguments(rest).and_then(|()| setup::run(&workspace).map(drop)),
        "build" => without_arguments(rest).and_then(|()| build::run(&workspace)),
        "test" => without_arguments(rest).and_then(|()| test::run(&workspace)),
        "fuzz" => fuzz::run(&workspace, rest),
        "faults" => faults::run(&workspace, rest),
        "golden" => golden::run(&workspace, rest),
        "vectors" => corpora::vectors::run(&workspace, rest),
        "fuzz-sets" => corpora::fuzz_sets::run(&workspace, rest),
        "tidy" => without_arguments(rest).and_then(|()| checks::tidy::run(&workspace)),
        "bench" => bench::run(&workspace, rest),
        "flame" => flame::run(&workspace, rest),
        "catalogue" => catalogue::run(&workspace, rest),
        "playground" => without_arguments(rest).and_then(|()| playground::run(&workspace)),
        "demo" => without_arguments(rest).and_then(|()| demo::run(&workspace)),
        "help" | "--help" | "-h" => console::line(USAGE),
        other => Err(Error::Usage(format!("unknown command `{other}`\n{USAGE}"))),
    }
}

fn without_arguments(rest: &[String]) -> Result<(), Error> {
    match rest.first() {
        None => Ok(()),
        Some(argument) => Err(Error::Usage(format!(
            "unexpected argument `{argument}`\n{USAGE}"
        ))),
    }
}
