use std::collections::HashMap;
use std::net::IpAddr;

use serde::Deserialize;

use super::*;

const U32: Kind = Kind::Integer {
    bits: 32,
    signed: false,
};

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its shape is looked at")]
struct UserId(u32);

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its shape is looked at")]
#[serde(rename_all = "camelCase")]
struct Page {
    first_row: u32,
    after: Option<String>,
    #[serde(default)]
    backwards: bool,
    order: Order,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum Order {
    #[default]
    Name,
    Age,
}

fn names_of<T: DeserializeOwned>() -> Vec<(&'static str, Kind, Presence)> {
    let Shape::Names(fields) = Shape::of::<T>() else {
        panic!("a struct");
    };
    let name = |field: Field| (field.name, field.kind, field.presence);
    fields.into_iter().map(name).collect()
}

#[test]
fn one_value_is_what_it_is_made_of() {
    assert_eq!(Shape::of::<u32>(), Shape::One(U32));
    assert_eq!(Shape::of::<UserId>(), Shape::One(U32));
    assert_eq!(Shape::of::<String>(), Shape::One(Kind::Text));
    assert_eq!(Shape::of::<bool>(), Shape::One(Kind::Flag));
    assert_eq!(
        Shape::of::<Order>(),
        Shape::One(Kind::Choice(&["name", "age"]))
    );
}

#[test]
fn a_tuple_has_kinds_by_their_places() {
    assert_eq!(
        Shape::of::<(UserId, String, f64)>(),
        Shape::Places(vec![U32, Kind::Text, Kind::Number])
    );
}

#[test]
fn a_place_after_one_that_cannot_be_made_up_is_something() {
    assert_eq!(
        Shape::of::<(IpAddr, u32)>(),
        Shape::Places(vec![Kind::Text, Kind::Other])
    );
}

#[test]
fn a_struct_has_names_kinds_and_what_may_be_left_out() {
    let order = Kind::Choice(&["name", "age"]);
    assert_eq!(
        names_of::<Page>(),
        [
            ("firstRow", U32, Presence::Required),
            ("after", Kind::Text, Presence::Optional),
            ("backwards", Kind::Flag, Presence::Optional),
            ("order", order, Presence::Required),
        ]
    );
}

#[test]
fn another_name_of_a_field_is_no_field_of_its_own() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Place {
        #[serde(alias = "organisation", alias = "company")]
        org: String,
        user: u32,
        #[serde(default)]
        revision: u32,
    }

    assert_eq!(
        names_of::<Place>(),
        [
            ("org", Kind::Text, Presence::Required),
            ("user", U32, Presence::Required),
            ("revision", U32, Presence::Optional),
        ]
    );
}

#[test]
fn an_option_that_is_read_by_hand_is_required() {
    fn by_hand<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
        Option::deserialize(from)
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Page {
        #[serde(deserialize_with = "by_hand")]
        after: Option<u32>,
    }

    assert_eq!(names_of::<Page>(), [("after", U32, Presence::Required)]);
}

#[test]
fn what_cannot_be_made_up_makes_the_presence_of_others_unknown() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Host {
        address: IpAddr,
        port: u16,
    }

    let port = Kind::Integer {
        bits: 16,
        signed: false,
    };
    assert_eq!(
        names_of::<Host>(),
        [
            ("address", Kind::Text, Presence::Required),
            ("port", port, Presence::Unknown),
        ]
    );
}

#[test]
fn maps_and_lists_take_whatever_there_is() {
    assert_eq!(Shape::of::<HashMap<String, String>>(), Shape::Any);
    assert_eq!(Shape::of::<Vec<String>>(), Shape::Any);
    assert_eq!(Shape::of::<()>(), Shape::Any);
}
