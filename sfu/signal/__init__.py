"""The LiveKit client protocol over WebSocket: joining, negotiating media, and all a client asks of its room."""
