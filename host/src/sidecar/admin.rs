//! What operators ask: is it alive, does it take events, what has it done, and read the rules again.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};

use super::serve::Sidecar;

/// The routes.
pub(crate) fn routes(sidecar: Arc<Sidecar>) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/-/reload", post(reload))
        .with_state(sidecar)
}

async fn ready(State(sidecar): State<Arc<Sidecar>>) -> impl IntoResponse {
    if sidecar.stop.is_given() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    let left_alone: Vec<&str> = sidecar.outputs.left_alone().collect();
    if left_alone.is_empty() {
        (StatusCode::OK, "ready\n".to_owned())
    } else {
        let outputs = left_alone.join(", ");
        (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("left alone: {outputs}\n"),
        )
    }
}

async fn metrics(State(sidecar): State<Arc<Sidecar>>) -> impl IntoResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], sidecar.metrics.text())
}

async fn reload(State(sidecar): State<Arc<Sidecar>>) -> impl IntoResponse {
    match sidecar.reload().await {
        Ok(rules) => (StatusCode::OK, format!("{rules} rules take part\n")),
        Err(error) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("the old rules stay: {error}\n"),
        ),
    }
}
