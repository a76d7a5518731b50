//! Opening what the configuration names.

use std::path::Path;

use super::breaker::OpenFlag;
use super::delivery::{Delivery, Patience};
use super::file::LineFile;
use super::forward::Forward;
use super::http::Http;
use super::spill::{Replay, Shared, SpillIn};
use super::stdout::Stdout;
use super::syslog::Syslog;
use super::undelivered::Undelivered;
use super::{Output, OutputError, Outputs, Replays, Target, Writer};
use crate::environment;
use crate::sidecar::config::{CommonConfig, Config, OutputConfig, names};
use crate::sidecar::metrics::Metrics;
use crate::sidecar::suppress::Suppressor;

/// Beside what outputs share.
struct Opening<'a> {
    state: &'a Path,
    undelivered: Undelivered,
    metrics: &'a Metrics,
    replays: Vec<Replay>,
}

impl Outputs {
    /// Opens all of them; and what has to be ended at the end.
    pub(crate) fn open(config: &Config, metrics: &Metrics) -> Result<(Self, Replays), OutputError> {
        let mut opening = Opening {
            state: &config.state,
            undelivered: if config.is_pipe {
                Undelivered::told()
            } else {
                Undelivered::open(&config.state)?
            },
            metrics,
            replays: Vec::new(),
        };
        let outputs = config.outputs.iter().zip(names(&config.outputs));
        let outputs = outputs
            .map(|(config, name)| opening.open(config, name))
            .collect::<Result<_, _>>()?;
        let suppressor = Suppressor::new(&config.suppress, metrics.suppressed())?;
        Ok((
            Self {
                outputs,
                suppressor,
            },
            Replays(opening.replays),
        ))
    }
}

impl Opening<'_> {
    fn open(&mut self, config: &OutputConfig, name: String) -> Result<Output, OutputError> {
        let common = config.common();
        let target = target(config)?;
        let (writer, open) = if common.required {
            self.required(&name, target, &common)?
        } else {
            self.spilled(&name, target, &common)?
        };
        let lines_at_once = matches!(config, OutputConfig::File(_) | OutputConfig::Stdout(_));
        Ok(Output {
            required: common.required,
            alert_by_alert: !(common.required && lines_at_once),
            writer,
            open,
            meter: self.metrics.outputs().meter(&name),
            name,
        })
    }

    fn required(
        &self,
        name: &str,
        target: Box<dyn Target>,
        common: &CommonConfig<'_>,
    ) -> Result<(Writer, OpenFlag), OutputError> {
        let patience = Patience::Within(common.retry.within.duration());
        let delivery = self.delivery(name, target, common, patience);
        let open = delivery.flag();
        Ok((Writer::start(delivery)?, open))
    }

    fn spilled(
        &mut self,
        name: &str,
        target: Box<dyn Target>,
        common: &CommonConfig<'_>,
    ) -> Result<(Writer, OpenFlag), OutputError> {
        let config = common.spill.cloned().unwrap_or_default();
        let path = self.state.join("spill").join(name);
        let spill = Shared::open(&path, &config, self.metrics.outputs().meter(name))?;
        let patience = Patience::WhileOpen(spill.clone());
        let delivery = self.delivery(name, target, common, patience);
        let open = delivery.flag();
        self.replays.push(Replay::start(spill.clone(), delivery)?);
        let writer = Writer::start(SpillIn {
            output: name.to_owned(),
            spill,
            when_full: config.when_full,
            patience: common.retry.within.duration(),
            undelivered: self.undelivered.clone(),
        })?;
        Ok((writer, open))
    }

    fn delivery(
        &self,
        name: &str,
        target: Box<dyn Target>,
        common: &CommonConfig<'_>,
        patience: Patience,
    ) -> Delivery {
        let meter = self.metrics.outputs().meter(name);
        let undelivered = self.undelivered.clone();
        Delivery::new(name, target, common, patience, undelivered, meter)
    }
}

/// Reads what outputs need, such as certificates and secrets. Opens no file of alerts, and connects to nobody.
pub(crate) fn check(config: &Config) -> Result<(), OutputError> {
    let is_file = |output: &&OutputConfig| matches!(output, OutputConfig::File(_));
    let mut others = config.outputs.iter().filter(|output| !is_file(output));
    others.try_for_each(|output| target(output).map(drop))
}

fn target(config: &OutputConfig) -> Result<Box<dyn Target>, OutputError> {
    Ok(match config {
        OutputConfig::File(config) => Box::new(LineFile::open(config.into())?),
        OutputConfig::Stdout(_) => Box::new(Stdout),
        OutputConfig::Http(config) => Box::new(Http::new(config)?),
        OutputConfig::Forward(config) => Box::new(Forward::new(config, environment::host_name())?),
        OutputConfig::Syslog(config) => Box::new(Syslog::new(config, &environment::host_name())?),
    })
}
