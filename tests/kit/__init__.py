"""What tests share: signed tokens from an own key set, a connector that records, a login, real activities."""
