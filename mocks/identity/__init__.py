"""The portal's sign-in (SSO): an OpenID Connect provider with synthetic citizens and organisations."""
