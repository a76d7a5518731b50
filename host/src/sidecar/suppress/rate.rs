//! How many alerts of a rule go out in a time.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::sidecar::config::RateConfig;

/// Rules from which on those whose time is over are looked for.
const MANY_RULES: usize = 4096;

/// How many alerts of each rule went out.
pub(super) struct Rate {
    most: u64,
    per: Duration,
    rules: HashMap<String, Used>,
}

struct Used {
    since: Instant,
    alerts: u64,
}

impl Rate {
    pub(super) fn new(config: &RateConfig) -> Self {
        Self {
            most: config.alerts,
            per: config.per.duration(),
            rules: HashMap::new(),
        }
    }

    /// Whether another alert of the rule goes out; then it is counted.
    pub(super) fn allows(&mut self, rule: &str, now: Instant) -> bool {
        let over = |used: &Used| now.saturating_duration_since(used.since) >= self.per;
        if let Some(used) = self.rules.get_mut(rule)
            && !over(used)
        {
            let allowed = used.alerts < self.most;
            used.alerts += u64::from(allowed);
            return allowed;
        }
        if self.rules.len() >= MANY_RULES {
            self.rules.retain(|_, used| !over(used));
        }
        let begun = Used {
            since: now,
            alerts: 1,
        };
        self.rules.insert(rule.to_owned(), begun);
        true
    }

    /// Alerts of these rules did not go out after all.
    pub(super) fn give_back(&mut self, rules: &[String]) {
        for rule in rules {
            if let Some(used) = self.rules.get_mut(rule) {
                used.alerts = used.alerts.saturating_sub(1);
            }
        }
    }
}
