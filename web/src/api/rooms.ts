import type { RoomEntry, SeatName } from './contracts';
import { get, post, type RequestOptions } from './http';

export const enterRoom = (roomId: string, options?: RequestOptions) =>
  post<RoomEntry>(`/api/rooms/${roomId}/enter`, {}, options);

export const readSeats = (roomId: string, options?: RequestOptions) =>
  get<SeatName[]>(`/api/rooms/${roomId}/seats`, options);
