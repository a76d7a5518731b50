//! Where alerts go.

mod error;
mod file;
mod group;
mod stdout;

use bytes::Bytes;
use tracing::warn;

use super::config::OutputConfig;
use super::metrics::Metrics;
pub(crate) use error::OutputError;
pub(crate) use file::LineFile;
pub(crate) use group::Writer;
use stdout::Stdout;

/// All outputs.
pub(crate) struct Outputs(Vec<Output>);

struct Output {
    name: String,
    required: bool,
    writer: Writer,
}

impl Outputs {
    /// Opens all of them.
    pub(crate) fn open(configs: &[OutputConfig]) -> Result<Self, OutputError> {
        configs
            .iter()
            .map(Output::open)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Writes alerts to all outputs. An error if one that is required has not taken them: then the events must not be
    /// acknowledged.
    pub(crate) async fn accept(&self, lines: Bytes, metrics: &Metrics) -> Result<(), OutputError> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut taken = Vec::new();
        for output in &self.0 {
            taken.push((output, output.writer.write(lines.clone()).await));
        }
        for (output, written) in taken {
            if let Err(error) = written.done().await {
                metrics.output_failed(&output.name);
                warn!(output = output.name, %error, "alerts were not written");
                if output.required {
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

impl Output {
    fn open(config: &OutputConfig) -> Result<Self, OutputError> {
        Ok(match config {
            OutputConfig::File(config) => Self {
                name: config.path.display().to_string(),
                required: config.required,
                writer: Writer::start(LineFile::open(config)?)?,
            },
            OutputConfig::Stdout(config) => Self {
                name: "stdout".to_owned(),
                required: config.required,
                writer: Writer::start(Stdout)?,
            },
        })
    }
}
