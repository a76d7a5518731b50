//! Asking a sidecar's admin listener.

use std::time::Duration;

use ureq::Agent;

use super::exposition::Samples;

/// Time for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest answer.
const MOST_BYTES: u64 = 16 << 20;

/// Why nothing is known of a sidecar.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskError {
    /// There was no answer.
    #[error("{0}")]
    NoAnswer(#[from] ureq::Error),
    /// An answer, but not this one.
    #[error("it answers {0} to /metrics: is it the admin listener?")]
    Status(u16),
    /// Somebody else's metrics.
    #[error("there are no metrics of falconet")]
    Foreign,
}

/// What a sidecar answered.
pub(super) struct Answers {
    pub(super) metrics: Samples,
    /// What `/readyz` says: `ready`, or why not.
    pub(super) ready: String,
}

/// Asks one sidecar again and again.
pub(super) struct Client {
    agent: Agent,
    address: String,
}

impl Client {
    pub(super) fn new(address: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        Self {
            agent: config.into(),
            address: address.to_owned(),
        }
    }

    /// What it answers, or why it does not.
    pub(super) fn ask(&self) -> Result<Answers, AskError> {
        let (code, metrics) = self.get("/metrics")?;
        if code != 200 {
            return Err(AskError::Status(code));
        }
        let metrics = Samples::read(&metrics);
        if metrics.value("falconet_events_total").is_none() {
            return Err(AskError::Foreign);
        }
        let (_, ready) = self.get("/readyz")?;
        Ok(Answers {
            metrics,
            ready: ready.trim().to_owned(),
        })
    }

    fn get(&self, path: &str) -> Result<(u16, String), AskError> {
        let mut answer = self.agent.get(format!("{}{path}", self.address)).call()?;
        let code = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(MOST_BYTES);
        Ok((code, body.read_to_string()?))
    }
}
