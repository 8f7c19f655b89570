//! `JsonObject`: a body that must be a JSON object.

use std::fmt;
use std::marker::PhantomData;

use auth_runtime::OperationDoc;
use auth_runtime::openapi::DescribeExtractor;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// Like axum's [`Json`], which also accepts an array of the members in their order. The OpenAPI document does not
/// mention that, and a gateway that validates requests would not expect it.
pub(super) struct JsonObject<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonObject<T> {
    type Rejection = JsonRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, JsonRejection> {
        let Json(Object(value)) = Json::from_request(request, state).await?;
        Ok(Self(value))
    }
}

impl<T: ToSchema> DescribeExtractor for JsonObject<T> {
    fn describe(operation: &mut OperationDoc) {
        <Json<T>>::describe(operation);
    }
}

/// A value that is read from an object.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Members(PhantomData);
        deserializer.deserialize_map(members).map(Self)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}
