//! What operators ask: is it alive, does it take events, what has it done, and read the rules again.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};

use super::metrics;
use super::reload::Cause;
use super::serve::Sidecar;

/// The routes.
pub(crate) fn routes(sidecar: Arc<Sidecar>) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics_text))
        .route("/-/reload", post(reload))
        .with_state(sidecar)
}

async fn ready(State(sidecar): State<Arc<Sidecar>>) -> impl IntoResponse {
    match sidecar.readiness() {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
    }
}

async fn metrics_text(State(sidecar): State<Arc<Sidecar>>) -> impl IntoResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], sidecar.exposition())
}

impl Sidecar {
    /// All metrics as they are now.
    pub(super) fn exposition(&self) -> String {
        self.metrics.note_state(metrics::State {
            is_ready: self.readiness().is_ok(),
            queued: self.pool.queued(),
            memory: self.pool.memory(),
        });
        self.metrics.text()
    }
}

async fn reload(State(sidecar): State<Arc<Sidecar>>) -> impl IntoResponse {
    match sidecar.reload(Cause::Request).await {
        Ok(rules) => (StatusCode::OK, format!("{rules} rules take part\n")),
        Err(error) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("the old rules stay: {error}\n"),
        ),
    }
}
