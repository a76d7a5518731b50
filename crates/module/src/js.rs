//! The class for JavaScript. Named `Engine`, since wasm-bindgen's exports for a class `Falconet` would collide
//! with the C ABI's names.

use falconet_operations::load;
use falconet_operations::messages::LoadAnswer;
use js_sys::JSON;
use wasm_bindgen::prelude::*;

use crate::service::{Service, WHOLE_INPUT};

/// A loaded ruleset that judges inputs one by one.
#[wasm_bindgen]
pub struct Engine {
    service: Service,
    handle: u32,
    loaded: LoadAnswer,
}

#[wasm_bindgen]
impl Engine {
    /// Loads a ruleset from a request object (`docs/ABI.md`). Throws an `Error` if it is refused.
    #[wasm_bindgen(constructor)]
    pub fn new(request: &JsValue) -> Result<Engine, JsValue> {
        crate::panics::install();
        let request = JSON::stringify(request)?.as_string().unwrap_or_default();
        let request = load::request(request.as_bytes()).map_err(JsError::from)?;
        let mut service = Service::new();
        let loaded = service.load_ruleset(&request);
        match (loaded.handle, &loaded.fatal) {
            (Some(handle), _) => Ok(Self {
                service,
                handle,
                loaded,
            }),
            (None, Some(fatal)) => Err(JsError::new(&fatal.message).into()),
            (None, None) => Err(JsError::new(&loaded.rendered).into()),
        }
    }

    /// What loading said: counts and diagnostics.
    #[wasm_bindgen(getter)]
    pub fn loaded(&self) -> Result<JsValue, JsValue> {
        let loaded = serde_json::to_string(&self.loaded).map_err(JsError::from)?;
        JSON::parse(&loaded)
    }

    /// Judges one whole input; the alert lines, each ended by a newline.
    pub fn scan(&mut self, input: &[u8]) -> Vec<u8> {
        let lines = self.service.eval_lines(self.handle, input, WHOLE_INPUT);
        lines.unwrap_or_default().to_vec()
    }
}
